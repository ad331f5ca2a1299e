//! What the objects of all kinds are made of.

/// Declares the object of a kind: a newtype over a handle, and the row of the kind's own table if it has one.
macro_rules! kind {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub(super) struct $name<'g>(pub(super) $crate::graphql::concept::Handle<'g>);

        impl<'g> From<$crate::graphql::concept::Handle<'g>> for $name<'g> {
            fn from(handle: $crate::graphql::concept::Handle<'g>) -> Self {
                Self(handle)
            }
        }
    };
    ($(#[$doc:meta])* $name:ident($table:ident)) => {
        kind! { $(#[$doc])* $name }

        impl<'g> $name<'g> {
            fn columns(self) -> Option<&'g entity::$table::Model> {
                match self.0.columns() {
                    Some($crate::graph::Fact::$name(columns)) => Some(columns),
                    _ => None,
                }
            }
        }
    };
}

/// The variant of an interface over all kinds that a handle is, by the kind of its concept.
macro_rules! by_kind {
    ($handle:ident) => {
        match $handle.kind() {
            entity::Kind::Role => Self::Role(Role($handle)),
            entity::Kind::RoleGroup => Self::RoleGroup(RoleGroup($handle)),
            entity::Kind::Skill => Self::Skill(Skill($handle)),
            entity::Kind::SkillGroup => Self::SkillGroup(SkillGroup($handle)),
            entity::Kind::Language => Self::Language(Language($handle)),
            entity::Kind::Framework => Self::Framework(Framework($handle)),
            entity::Kind::Tool => Self::Tool(Tool($handle)),
            entity::Kind::Responsibility => Self::Responsibility(Responsibility($handle)),
            entity::Kind::Qualification => Self::Qualification(Qualification($handle)),
        }
    };
}

pub(super) use by_kind;
pub(super) use kind;
