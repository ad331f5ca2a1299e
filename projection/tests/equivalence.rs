//! Is a type the same in the schema as if it were written with async-graphql's own macros?

use async_graphql::{EmptyMutation, EmptySubscription, ObjectType, Schema};

fn sdl<Q: ObjectType + 'static>(query: Q) -> String {
    Schema::build(query, EmptyMutation, EmptySubscription).finish().sdl()
}

/// With the macros of this crate.
mod shared {
    use async_graphql::ID;
    use projection::{Interface, fields, object};

    #[derive(Clone, Copy)]
    pub(crate) struct PetFields;

    #[fields]
    impl PetFields {
        /// Who it is.
        fn id(&self) -> ID {
            ID::from(1)
        }

        /// What it is called.
        ///
        /// - a name,
        ///   - or *two*
        fn names(
            &self,
            /// At most so many.
            #[arg(default = 5)]
            first: i32,
            /// In this language.
            ///
            /// A tag.
            #[arg(default = "en")]
            language_tag: String,
            /// Only these.
            #[arg(name = "in")]
            within: Option<Vec<ID>>,
            /// Whether in full.
            #[arg(default = Some(true))]
            r#final: Option<bool>,
        ) -> Option<Vec<Option<&'static str>>> {
            let shown = within.is_none() && r#final == Some(true) && language_tag == "en";
            (first > 0 && shown).then(|| vec![Some("Rex")])
        }

        /// What it was called.
        #[field(deprecation = "Use \"names\".")]
        fn old_name_2(&self) -> Result<String, &'static str> {
            Err("forgotten")
        }
    }

    pub(crate) struct Cat;

    /// A cat.
    #[object(name = "HouseCat")]
    impl Cat {
        #[field(include)]
        fn pet(&self) -> PetFields {
            PetFields
        }

        /// How many are left.
        fn lives(&self) -> u8 {
            9
        }
    }

    pub(crate) struct Dog;

    /// A dog.
    #[object]
    impl Dog {
        #[field(include)]
        fn pet(&self) -> PetFields {
            PetFields
        }
    }

    /// An animal in a house.
    #[derive(Interface)]
    #[interface(fields(PetFields))]
    pub(crate) enum Pet {
        Cat(Cat),
        Dog(Dog),
    }

    pub(crate) struct Query;

    /// The root.
    #[object]
    impl Query {
        /// All of them.
        async fn pets(&self) -> Vec<Pet> {
            vec![Pet::Cat(Cat), Pet::Dog(Dog)]
        }
    }
}

/// With the macros of async-graphql, which need each shared field written three times.
mod repeated {
    use async_graphql::{ID, Interface, Object};

    type Names = Option<Vec<Option<&'static str>>>;

    pub(crate) struct Cat;

    /// A cat.
    #[Object(name = "HouseCat")]
    impl Cat {
        /// Who it is.
        async fn id(&self) -> ID {
            ID::from(1)
        }

        /// What it is called.
        ///
        /// - a name,
        ///   - or *two*
        async fn names(
            &self,
            #[graphql(desc = "At most so many.", default = 5)] _first: i32,
            #[graphql(desc = "In this language.\n\nA tag.", default = "en")] language_tag: String,
            #[graphql(desc = "Only these.", name = "in")] within: Option<Vec<ID>>,
            #[graphql(desc = "Whether in full.", default_with = "Some(true)")] r#final: Option<bool>,
        ) -> Names {
            (language_tag.is_empty() && within.is_none() && r#final.is_none()).then(Vec::new)
        }

        /// What it was called.
        #[graphql(deprecation = "Use \"names\".")]
        async fn old_name_2(&self) -> Result<String, &'static str> {
            Err("forgotten")
        }

        /// How many are left.
        async fn lives(&self) -> u8 {
            9
        }
    }

    pub(crate) struct Dog;

    /// A dog.
    #[Object]
    impl Dog {
        /// Who it is.
        async fn id(&self) -> ID {
            ID::from(1)
        }

        /// What it is called.
        ///
        /// - a name,
        ///   - or *two*
        async fn names(
            &self,
            #[graphql(desc = "At most so many.", default = 5)] _first: i32,
            #[graphql(desc = "In this language.\n\nA tag.", default = "en")] language_tag: String,
            #[graphql(desc = "Only these.", name = "in")] within: Option<Vec<ID>>,
            #[graphql(desc = "Whether in full.", default_with = "Some(true)")] r#final: Option<bool>,
        ) -> Names {
            (language_tag.is_empty() && within.is_none() && r#final.is_none()).then(Vec::new)
        }

        /// What it was called.
        #[graphql(deprecation = "Use \"names\".")]
        async fn old_name_2(&self) -> Result<String, &'static str> {
            Err("forgotten")
        }
    }

    /// An animal in a house.
    #[derive(Interface)]
    #[graphql(
        field(name = "id", ty = "ID", desc = "Who it is."),
        field(
            name = "names",
            ty = "Names",
            desc = "What it is called.\n\n- a name,\n- or *two*",
            arg(name = "first", ty = "i32", desc = "At most so many.", default = 5),
            arg(name = "language_tag", ty = "String", desc = "In this language.\n\nA tag.", default = "en"),
            arg(name = "in", ty = "Option<Vec<ID>>", desc = "Only these."),
            arg(name = "final", ty = "Option<bool>", desc = "Whether in full.", default_with = "Some(true)")
        ),
        field(name = "old_name_2", ty = "String", desc = "What it was called.", deprecation = "Use \"names\".")
    )]
    pub(crate) enum Pet {
        Cat(Cat),
        Dog(Dog),
    }

    pub(crate) struct Query;

    /// The root.
    #[Object]
    impl Query {
        /// All of them.
        async fn pets(&self) -> Vec<Pet> {
            vec![Pet::Cat(Cat), Pet::Dog(Dog)]
        }
    }
}

#[test]
fn the_schema_is_the_same() {
    assert_eq!(sdl(shared::Query), sdl(repeated::Query));
}
