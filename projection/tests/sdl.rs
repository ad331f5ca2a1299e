//! Is the schema what the definitions say?

mod graph;

#[test]
fn the_schema_is_as_written_down() {
    assert_eq!(graph::schema(1).sdl(), include_str!("expected.graphql"));
}
