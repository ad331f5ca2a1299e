//! Do both executors keep the rules of GraphQL for every sort of type: scalars, enums, lists, what can be null and what
//! cannot, objects and interfaces? The examples are those of the specification, as far as there are any.

#![allow(clippy::unwrap_used, reason = "a test that unwraps is a test that fails, which is what it is for")]

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::Arc,
};

use async_graphql::{EmptyMutation, EmptySubscription, Enum, ID, Request, Schema, Variables, parser::parse_query};
use projection::{
    Interface,
    direct::{Bounds, Implementations, Out, Outline, Plan, Site, Stop, Write, Written, write_enum},
    fields, object,
};
use serde_json::{Value, json};

/// What a dog can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
enum DogCommand {
    Sit,
    #[graphql(name = "FETCH_IT")]
    Fetch,
}

impl Write for DogCommand {
    fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
        write_enum(self, out)
    }
}

#[derive(Clone, Copy)]
struct PetFields(&'static str);

#[fields]
impl PetFields {
    /// What it is called.
    fn name(&self) -> &'static str {
        self.0
    }

    /// Its keeper, who can fail to be found.
    fn keeper(&self) -> Result<Human, &'static str> {
        if self.0 == "Stray" { Err("nobody keeps it") } else { Ok(Human) }
    }
}

#[derive(Clone, Copy)]
struct Dog(&'static str);

/// A dog.
#[object]
impl Dog {
    #[field(include)]
    fn pet(&self) -> PetFields {
        PetFields(self.0)
    }

    /// How loud it is.
    fn bark_volume(&self) -> Option<i32> {
        (self.0 == "Odie").then_some(30)
    }

    /// What it does when it is told.
    fn knows(
        &self,
        /// What it is told.
        commands: Option<Vec<Option<DogCommand>>>,
    ) -> Option<Vec<Option<DogCommand>>> {
        commands
    }
}

#[derive(Clone, Copy)]
struct Cat(&'static str);

/// A cat.
#[object]
impl Cat {
    #[field(include)]
    fn pet(&self) -> PetFields {
        PetFields(self.0)
    }

    /// How loud it is.
    fn meow_volume(&self) -> Option<i32> {
        Some(3)
    }
}

struct Human;

/// Somebody.
#[object]
impl Human {
    /// What they are called.
    fn name(&self) -> String {
        "Jon \"J\" \u{1f980}\n\u{1}".into()
    }
}

/// An animal in a house.
#[derive(Clone, Copy, Interface)]
#[interface(fields(PetFields))]
enum Pet {
    Dog(Dog),
    Cat(Cat),
}

struct Query;

/// The root.
#[object]
impl Query {
    /// One that can be missing.
    fn dog(
        &self,
        /// Its name.
        #[arg(default = "Odie")]
        name: String,
    ) -> Option<Dog> {
        let name = ["Odie", "Stray"].into_iter().find(|known| *known == name)?;
        Some(Dog(name))
    }

    /// `[Pet!]!`
    fn pets(&self) -> Vec<Pet> {
        vec![Pet::Dog(Dog("Odie")), Pet::Cat(Cat("Garfield"))]
    }

    /// `[Pet]`
    fn strays(&self) -> Option<Vec<Option<Pet>>> {
        Some(vec![Some(Pet::Dog(Dog("Odie"))), None, Some(Pet::Cat(Cat("Stray")))])
    }

    /// `[Pet!]`
    fn herd(&self) -> Option<Vec<Pet>> {
        Some(vec![Pet::Dog(Dog("Odie")), Pet::Cat(Cat("Stray"))])
    }

    /// `[[Int]!]!`
    fn matrix(&self) -> Vec<Vec<Option<i32>>> {
        vec![vec![Some(1), None], vec![], vec![Some(i32::MIN)]]
    }

    /// `[String!]`
    fn nothing(&self) -> Option<Vec<String>> {
        None
    }

    /// A number with a fraction.
    fn ratio(
        &self,
        /// The number.
        of: f64,
    ) -> f64 {
        of
    }

    /// Yes or no.
    fn flag(
        &self,
        /// Which.
        of: Option<bool>,
    ) -> Option<bool> {
        of
    }

    /// An id.
    fn id(
        &self,
        /// Which.
        of: ID,
    ) -> ID {
        of
    }

    /// A text that is borrowed or owned.
    fn text(&self) -> Cow<'static, str> {
        "\u{2028}\\/\u{7f}\t".into()
    }

    /// Fails, and can be null.
    fn lost(&self) -> Result<Option<i32>, &'static str> {
        Err("lost")
    }
}

/// The answers of the walk and of the engine. The walk has none where something fails.
async fn both(query: &str, variables: Value) -> (Result<String, Stop>, Value, String) {
    let document = parse_query(query).unwrap();
    let operation = &document.operations.iter().next().unwrap().1.node;
    let interfaces = HashSet::from(["Pet".to_owned()]);
    let objects = ["Dog", "Cat"].map(|name| (name.to_owned(), interfaces.clone()));
    let implementations: Implementations = HashMap::from(objects);
    let variables = Variables::from_json(variables);
    let direct = direct(&Outline::new(&document, operation), &variables, implementations);
    let schema = Schema::build(Query, EmptyMutation, EmptySubscription).finish();
    let response = schema.execute(Request::new(query).variables(variables)).await;
    let engine = format!("{{\"data\":{}}}", serde_json::to_string(&response.data).unwrap());
    (direct, serde_json::to_value(response).unwrap(), engine)
}

fn direct(outline: &Outline, variables: &Variables, implementations: Implementations) -> Result<String, Stop> {
    let values = outline.values(variables);
    let plan = Plan::new(outline, outline.flags(&values)?, Arc::new(implementations));
    let mut out = Out::new(&(), &values, UNBOUNDED, 64);
    plan.respond(&Query, &mut out)?;
    Ok(String::from_utf8(out.into_json()).unwrap())
}

const UNBOUNDED: Bounds = Bounds { objects: usize::MAX, bytes: usize::MAX, deadline: None };

/// Both give this data, to the byte.
async fn check(query: &str, variables: Value, data: &str) {
    let expected = format!("{{\"data\":{data}}}");
    let (direct, response, engine) = both(query, variables).await;
    assert_eq!(response.get("errors"), None, "{query}");
    assert_eq!(direct.as_ref(), Ok(&expected), "{query}");
    assert_eq!(engine, expected, "{query}");
}

/// The walk leaves it to the engine, which gives this and names these paths.
async fn check_failure(query: &str, expected: Value, paths: &[Value]) {
    let (direct, response, _) = both(query, json!({})).await;
    assert_eq!(direct, Err(Stop::AskTheEngine), "{query}");
    assert_eq!(response["data"], expected, "{query}");
    let found: Vec<_> = response["errors"].as_array().unwrap().iter().map(|error| error["path"].clone()).collect();
    assert_eq!(found, paths, "{query}");
}

/// §3.5, Scalars; §3.9, Enums: result coercion.
#[tokio::test]
async fn leaves_are_written_as_the_engine_writes_them() {
    for (query, expected) in [
        ("{ a: ratio(of: 1) b: ratio(of: 0.1) c: ratio(of: -2.5e-9) }", r#"{"a":1.0,"b":0.1,"c":-2.5e-9}"#),
        (
            "{ a: flag(of: true) b: flag(of: false) c: flag(of: null) flag }",
            r#"{"a":true,"b":false,"c":null,"flag":null}"#,
        ),
        (r#"{ a: id(of: "x\"y") b: id(of: 7) }"#, r#"{"a":"x\"y","b":"7"}"#),
        ("{ text }", "{\"text\":\"\u{2028}\\\\/\u{7f}\\t\"}"),
        ("{ dog { keeper { name } } }", r#"{"dog":{"keeper":{"name":"Jon \"J\" 🦀\n\u0001"}}}"#),
        ("{ dog { knows(commands: [SIT, FETCH_IT]) } }", r#"{"dog":{"knows":["SIT","FETCH_IT"]}}"#),
    ] {
        check(query, json!({}), expected).await;
    }
}

/// §3.11, List; §3.12, Non-Null.
#[tokio::test]
async fn lists_can_be_empty_missing_nested_and_have_gaps() {
    for (query, expected) in [
        ("{ matrix nothing }", r#"{"matrix":[[1,null],[],[-2147483648]],"nothing":null}"#),
        ("{ strays { name } }", r#"{"strays":[{"name":"Odie"},null,{"name":"Stray"}]}"#),
        ("{ dog { knows } }", r#"{"dog":{"knows":null}}"#),
        ("{ dog { knows(commands: []) } }", r#"{"dog":{"knows":[]}}"#),
        ("{ dog { knows(commands: [null, SIT]) } }", r#"{"dog":{"knows":[null,"SIT"]}}"#),
        // One value stands for a list of one.
        ("{ dog { knows(commands: SIT) } }", r#"{"dog":{"knows":["SIT"]}}"#),
    ] {
        check(query, json!({}), expected).await;
    }
}

/// §6.4.1, Coercing Field Arguments: what is left out has its default or is left out, what is null is null.
#[tokio::test]
async fn arguments_are_what_literals_variables_and_defaults_make_them() {
    let query = "query($name: String! = \"Stray\", $command: DogCommand, $commands: [DogCommand] = [SIT]) {
        dog(name: $name) { name one: knows(commands: [$command, FETCH_IT]) all: knows(commands: $commands) } }";
    for (variables, expected) in [
        (json!({}), r#"{"dog":{"name":"Stray","one":[null,"FETCH_IT"],"all":["SIT"]}}"#),
        (
            json!({ "name": "Odie", "command": "SIT", "commands": null }),
            r#"{"dog":{"name":"Odie","one":["SIT","FETCH_IT"],"all":null}}"#,
        ),
        (
            json!({ "commands": "FETCH_IT", "unknown": 1 }),
            r#"{"dog":{"name":"Stray","one":[null,"FETCH_IT"],"all":["FETCH_IT"]}}"#,
        ),
        (json!({ "name": "Nermal" }), r#"{"dog":null}"#),
    ] {
        check(query, variables, expected).await;
    }
    check("{ dog { name } }", json!({}), r#"{"dog":{"name":"Odie"}}"#).await;
}

/// §2.8, Fragments; §5.3.2, Field Selection Merging (`safeDifferingFields`).
#[tokio::test]
async fn each_object_of_a_list_gets_what_is_selected_of_its_type() {
    for (query, expected) in [
        (
            "{ pets { ... on Dog { volume: barkVolume } ... on Cat { volume: meowVolume } __typename } }",
            r#"{"pets":[{"volume":30,"__typename":"Dog"},{"volume":3,"__typename":"Cat"}]}"#,
        ),
        (
            "{ pets { name ...D ... on Pet { ... on Cat { name meowVolume } keeper { name @skip(if: true) } } } }
            fragment D on Dog { barkVolume ...P } fragment P on Pet { ... { name } __typename }",
            r#"{"pets":[{"name":"Odie","barkVolume":30,"__typename":"Dog","keeper":{}},{"name":"Garfield","meowVolume":3,"keeper":{}}]}"#,
        ),
    ] {
        check(query, json!({}), expected).await;
    }
}

/// §6.4.4, Handling Field Errors.
#[tokio::test]
async fn a_failure_makes_null_the_nearest_that_can_be() {
    for (query, expected, path) in [
        ("{ lost text }", json!({ "lost": null, "text": "\u{2028}\\/\u{7f}\t" }), json!(["lost"])),
        // The field cannot be null, the object in which it stands can.
        ("{ dog(name: \"Stray\") { name keeper { name } } }", json!({ "dog": null }), json!(["dog", "keeper"])),
        // `[Pet]`: the entry can be null.
        (
            "{ strays { name keeper { __typename } } }",
            json!({ "strays": [{ "name": "Odie", "keeper": { "__typename": "Human" } }, null, null] }),
            json!(["strays", 2, "keeper"]),
        ),
        // `[Pet!]`: the list can be null. The path should go on to the field that failed; the engine (async-graphql
        // 8.0.0-rc.5) cuts it off at the entry.
        ("{ herd { keeper { name } } nothing }", json!({ "herd": null, "nothing": null }), json!(["herd", 1])),
    ] {
        check_failure(query, expected, &[path]).await;
    }
}
