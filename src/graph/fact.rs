//! Facts, and changes to them: the one form in which anything enters or leaves the graph.

use entity::{
    Kind, RelationKind, collection, concept_state, evidence, framework, identifier, label, language, member, note,
    qualification, relation, role, role_group, scale, skill, skill_group, source_state, tool,
};

/// Names every table of facts once and derives what must be said for each of them.
macro_rules! fact_tables {
    ($($(#[$doc:meta])* $variant:ident($table:ident),)+) => {
        /// Something that holds from one revision until another. It is the row of its table.
        ///
        /// Until a commit stamps it, `row` and `since` are zero.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Fact { $($(#[$doc])* $variant($table::Model),)+ }

        /// The table that a fact stands in.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Table { $($(#[$doc])* $variant,)+ }

        impl Table {
            /// All tables of facts, those first that others refer to.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in the database.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => stringify!($table)),+ }
            }
        }

        impl Fact {
            /// The table that it stands in.
            pub const fn table(&self) -> Table {
                match self { $(Self::$variant(_) => Table::$variant),+ }
            }

            /// The number of its row; zero before a commit has stamped it.
            pub const fn row(&self) -> i64 {
                match self { $(Self::$variant(fact) => fact.row),+ }
            }

            /// Whether the two say the same, whenever they were said.
            pub(super) fn says_the_same_as(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$variant(one), Self::$variant(two)) => one.clone().repeats(two),)+
                    _ => false,
                }
            }

            /// The same as something to be said anew.
            pub fn unstamped(&self) -> Self {
                let mut copy = self.clone();
                match &mut copy { $(Self::$variant(fact) => fact.stamp(0, 0)),+ }
                copy
            }
        }

        $(impl From<$table::Model> for Fact {
            fn from(row: $table::Model) -> Self { Self::$variant(row) }
        }

        impl<'f> TryFrom<&'f Fact> for &'f $table::Model {
            type Error = ();

            fn try_from(fact: &'f Fact) -> Result<Self, ()> {
                match fact { Fact::$variant(row) => Ok(row), _ => Err(()) }
            }
        }

        impl Row for $table::Model {
            const TABLE: Table = Table::$variant;

            fn row(&self) -> i64 { self.row }

            fn stamp(&mut self, row: i64, since: i64) {
                self.row = row;
                self.since = since;
                self.until = None;
            }

            fn reopen(&mut self) { self.until = None; }

            fn repeats(&mut self, other: &Self) -> bool {
                let own = (self.row, self.since, self.until);
                self.stamp(other.row, other.since);
                let same = self == other;
                (self.row, self.since, self.until) = own;
                same
            }
        })+
    };
}

fact_tables! {
    /// What is known of a source.
    Source(source_state),
    /// A scale.
    Scale(scale),
    /// A collection.
    Collection(collection),
    /// The life of a concept: its slug and status.
    Concept(concept_state),
    /// Columns of a role.
    Role(role),
    /// Columns of a role group.
    RoleGroup(role_group),
    /// Columns of a skill.
    Skill(skill),
    /// Columns of a skill group.
    SkillGroup(skill_group),
    /// Columns of a language.
    Language(language),
    /// Columns of a framework.
    Framework(framework),
    /// Columns of a tool.
    Tool(tool),
    /// Columns of a qualification.
    Qualification(qualification),
    /// A name.
    Label(label),
    /// A text.
    Note(note),
    /// An outside name.
    Identifier(identifier),
    /// A concept in a collection.
    Member(member),
    /// A relation.
    Relation(relation),
    /// A piece of evidence.
    Evidence(evidence),
}

/// What the rows of all tables of facts have in common.
pub(super) trait Row: Clone + PartialEq + Into<Fact> {
    /// The table.
    const TABLE: Table;

    /// Its number; zero before a commit has stamped it.
    fn row(&self) -> i64;

    /// Gives it its number and the revision from which it holds.
    fn stamp(&mut self, row: i64, since: i64);

    /// Forgets that it was closed later: in the graph of a revision, what holds is open.
    fn reopen(&mut self);

    /// Whether this says the same as one that holds, whenever the two were said. It is as it was afterwards; it borrows
    /// the stamp of the other so that nothing has to be copied.
    fn repeats(&mut self, other: &Self) -> bool;
}

/// One step from a graph to the next.
///
/// Within one list of changes all retractions come before all assertions, whatever the order in which they were given.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// From now on this holds. It replaces the fact with the same key, where there is one.
    ///
    /// | fact | key |
    /// |---|---|
    /// | source, concept | its identity |
    /// | scale, collection | its slug |
    /// | columns of a kind | the concept |
    /// | label | concept, locale and role; for labels that are not preferred the text as well |
    /// | note | concept, locale and role |
    /// | identifier | scheme and value |
    /// | member | collection and concept |
    /// | relation | from, kind and to |
    /// | evidence | what it is about, source and locator |
    Assert(Fact),
    /// From now on the fact with this key no longer holds; of the fact given, only its key is read.
    ///
    /// With a concept goes all that was said of it, with a relation its evidence, with a collection what it has.
    Retract(Fact),
}

impl Change {
    /// The fact that is asserted or retracted.
    pub const fn fact(&self) -> &Fact {
        match self {
            Self::Assert(fact) | Self::Retract(fact) => fact,
        }
    }
}

/// Why a change, or a row, cannot be taken into the graph.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Reason {
    /// The concept that is spoken of is not in the graph.
    #[error("there is no concept with the id {0}")]
    NoSuchConcept(i64),
    /// The source that is cited is not in the graph.
    #[error("there is no source with the id {0}")]
    NoSuchSource(i64),
    /// The scale that a value is on is not in the graph.
    #[error("there is no scale `{0}`")]
    NoSuchScale(String),
    /// The collection that something is in is not in the graph.
    #[error("there is no collection `{0}`")]
    NoSuchCollection(String),
    /// The fact to retract does not hold.
    #[error("there is nothing to retract: it does not hold")]
    NothingToRetract,
    /// An identity is not positive.
    #[error("{0} is no id: ids are positive")]
    BadId(i64),
    /// A slug has other characters than it may have.
    #[error("`{0}` is no slug: use lower-case letters and digits, words joined by single `-`, 200 characters at most")]
    BadSlug(String),
    /// A slug is in use.
    #[error("the slug `{0}` belongs to another concept of the same kind, or to another source")]
    SlugTaken(String),
    /// A concept cannot turn into another kind.
    #[error("the concept is a {was}, and a concept keeps its kind")]
    KindChanged {
        /// The kind that it has.
        was: Kind,
    },
    /// Columns of one kind for a concept of another.
    #[error("these are columns of a {columns}, but the concept is a {kind}")]
    WrongColumns {
        /// The kind that the columns are of.
        columns: &'static str,
        /// The kind of the concept.
        kind: Kind,
    },
    /// A text is empty, too long or holds control characters.
    #[error("{what} must have 1 to {max} characters, none of them a control character")]
    BadText {
        /// Which text.
        what: &'static str,
        /// The most characters that it may have.
        max: usize,
    },
    /// A locale is no language tag.
    #[error("`{0}` is no language tag: use one such as `en` or `pt-BR`")]
    BadLocale(String),
    /// A number is outside its range.
    #[error("{what} must lie between {min} and {max}, but is {value}")]
    OutOfRange {
        /// Which number.
        what: &'static str,
        /// The number.
        value: f64,
        /// The least that it may be.
        min: f64,
        /// The most that it may be.
        max: f64,
    },
    /// A scale has nothing between its ends.
    #[error("the minimum of a scale must be less than its maximum, but they are {minimum} and {maximum}")]
    EmptyScale {
        /// The least value.
        minimum: f64,
        /// The greatest value.
        maximum: f64,
    },
    /// A value is not on its scale.
    #[error("the scale `{scale}` goes from {minimum} to {maximum}, but the value is {value}")]
    OffScale {
        /// The scale.
        scale: String,
        /// The value.
        value: f64,
        /// The least value of the scale.
        minimum: f64,
        /// The greatest value of the scale.
        maximum: f64,
    },
    /// An outside name belongs to another concept.
    #[error("the identifier {scheme} `{value}` belongs to another concept already")]
    IdentifierTaken {
        /// The scheme.
        scheme: String,
        /// The value.
        value: String,
    },
    /// The relation may not join these kinds.
    #[error("{relation} cannot lead from a {from} to a {to}")]
    NotAllowed {
        /// The relation.
        relation: RelationKind,
        /// Kind of the concept that it starts from.
        from: Kind,
        /// Kind of the concept that it leads to.
        to: Kind,
    },
    /// A concept cannot be related to itself.
    #[error("{0} cannot lead from a concept to itself")]
    SelfLoop(RelationKind),
    /// The relation would lead back to where it started.
    #[error("{0} would lead back to where it started: it must have no cycle")]
    Cycle(RelationKind),
    /// The relation has no such attribute.
    #[error("{relation} has no {attribute}")]
    NoSuchAttribute {
        /// The relation.
        relation: RelationKind,
        /// The attribute.
        attribute: &'static str,
    },
    /// Half of a level or rating, or of what a piece of evidence is about.
    #[error("{0} must be given both or not at all")]
    HalfGiven(&'static str),
    /// Evidence names the source.
    #[error("the source is cited: retract its evidence first")]
    SourceCited,
    /// Relations have values on the scale.
    #[error("the scale is in use: retract the values on it first")]
    ScaleInUse,
    /// The relation that the evidence is for does not hold.
    #[error("the evidence is for a relation that does not hold")]
    NoSuchRelation,
    /// Nothing to show for the concept.
    #[error("the concept `{0}` has no preferred label in any locale")]
    NoPreferredLabel(String),
}

/// A change that was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection {
    /// Its place in the list of changes, or the length of the list if none of them is to blame; on load, its place among
    /// the rows.
    pub change: usize,
    /// The table that the fact belongs to.
    pub table: Table,
    /// The number of its row; zero for a fact that was never committed.
    pub row: i64,
    /// Why.
    pub reason: Reason,
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.row {
            0 => write!(f, "{}: {}", self.table.name(), self.reason),
            row => write!(f, "{} row {row}: {}", self.table.name(), self.reason),
        }
    }
}
