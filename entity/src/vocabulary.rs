//! The closed sets of words. Each word is spelled the same in the database, in files and in the API.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Declares an enum whose variants are stored and shown as upper-case words.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
        )]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $($(#[$doc])* #[sea_orm(string_value = $word)] #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// Every word of the set, in the order of the declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as it is stored and shown.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, UnknownWord> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(UnknownWord { word: word.to_owned(), known: &[$($word),+] }),
                }
            }
        }
    };
}

/// A word that does not belong to the set it was read for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownWord {
    /// The word as it was given.
    pub word: String,
    /// The words that would have been understood.
    pub known: &'static [&'static str],
}

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` is not one of {}", self.word, self.known.join(", "))
    }
}

impl std::error::Error for UnknownWord {}

vocabulary! {
    /// What sort of thing a concept is.
    Kind {
        /// An occupation or job role.
        Role = "ROLE",
        /// A group of occupations, as in ISCO-08.
        RoleGroup = "ROLE_GROUP",
        /// A competence, a field of knowledge, a human language or an attitude.
        Skill = "SKILL",
        /// A group of skills, as in ESCO or ISCED-F.
        SkillGroup = "SKILL_GROUP",
        /// A programming, markup, query or data language.
        Language = "LANGUAGE",
        /// A framework, library or runtime that code is built on.
        Framework = "FRAMEWORK",
        /// A database, server, operating system, cloud, editor or other tool.
        Tool = "TOOL",
        /// What somebody in a role does.
        Responsibility = "RESPONSIBILITY",
        /// A degree or certificate.
        Qualification = "QUALIFICATION",
    }
}

impl Kind {
    /// The kind as it is written in files and references: lower case, words joined by `-`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::RoleGroup => "role-group",
            Self::Skill => "skill",
            Self::SkillGroup => "skill-group",
            Self::Language => "language",
            Self::Framework => "framework",
            Self::Tool => "tool",
            Self::Responsibility => "responsibility",
            Self::Qualification => "qualification",
        }
    }

    /// The kind that [`Kind::word`] writes this way.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }
}

vocabulary! {
    /// Where a concept is in its life.
    Status {
        /// Not yet for general use.
        Draft = "DRAFT",
        /// In use.
        Published = "PUBLISHED",
        /// No longer to be used; kept readable, with its successors where there are any.
        Deprecated = "DEPRECATED",
    }
}

vocabulary! {
    /// The part that a label plays, as in SKOS.
    LabelRole {
        /// The one name to show in a locale.
        Preferred = "PREFERRED",
        /// Another name in good use.
        Alternative = "ALTERNATIVE",
        /// What people type but nobody should be shown.
        Hidden = "HIDDEN",
    }
}

vocabulary! {
    /// What a note is for, as in SKOS.
    NoteRole {
        /// What the concept means, in a sentence.
        Definition = "DEFINITION",
        /// What there is to say about it.
        Description = "DESCRIPTION",
        /// What it covers and what it does not.
        ScopeNote = "SCOPE_NOTE",
        /// A remark from one curator to the next.
        EditorialNote = "EDITORIAL_NOTE",
    }
}

vocabulary! {
    /// How two concepts hang together, always read from the first to the second.
    ///
    /// Their order is that in which the relations of a concept are listed, and cursors hold their places: a new one
    /// goes to the end of its sort, and makes a new version of the cursors.
    RelationKind {
        /// A role requires a competency.
        Requires = "REQUIRES",
        /// A role performs a responsibility.
        Performs = "PERFORMS",
        /// A responsibility, or a skill, calls for a skill, language, framework or tool.
        CallsFor = "CALLS_FOR",
        /// Code on the framework, or for the tool, is written in the language.
        UsesLanguage = "USES_LANGUAGE",
        /// A framework is built on another.
        BuiltOn = "BUILT_ON",
        /// Two frameworks or tools are used together.
        WorksWith = "WORKS_WITH",
        /// The second is the more general.
        Broader = "BROADER",
        /// Associated, with no order between the two.
        Related = "RELATED",
        /// The second must be learned first.
        Prerequisite = "PREREQUISITE",
        /// Knowing the first shows knowing the second.
        Implies = "IMPLIES",
        /// The same thing in two sources.
        ExactMatch = "EXACT_MATCH",
        /// Near enough to be used for each other in some cases.
        CloseMatch = "CLOSE_MATCH",
        /// The second, from another source, is the more general.
        BroadMatch = "BROAD_MATCH",
        /// The second, from another source, is the more special.
        NarrowMatch = "NARROW_MATCH",
        /// Associated with something in another source, where nothing more is known of how.
        RelatedMatch = "RELATED_MATCH",
        /// The second succeeds the first, which is deprecated.
        ReplacedBy = "REPLACED_BY",
    }
}

vocabulary! {
    /// How firmly a relation holds.
    Strength {
        /// Cannot be done without.
        Essential = "ESSENTIAL",
        /// Helps, and is asked for here and there.
        Optional = "OPTIONAL",
    }
}

vocabulary! {
    /// What sort of skill.
    SkillType {
        /// To be able to do something.
        Skill = "SKILL",
        /// To know a field.
        Knowledge = "KNOWLEDGE",
        /// A language that people speak or write with each other.
        Language = "LANGUAGE",
        /// A disposition to act in a certain way.
        Attitude = "ATTITUDE",
    }
}

vocabulary! {
    /// How widely a skill is of use, as in ESCO.
    ReuseLevel {
        /// In practically all work.
        Transversal = "TRANSVERSAL",
        /// In several sectors.
        CrossSector = "CROSS_SECTOR",
        /// Within one sector.
        SectorSpecific = "SECTOR_SPECIFIC",
        /// Within one occupation.
        OccupationSpecific = "OCCUPATION_SPECIFIC",
    }
}

vocabulary! {
    /// What sort of formal language.
    LanguageType {
        /// Programs are written in it.
        Programming = "PROGRAMMING",
        /// Documents are marked up with it.
        Markup = "MARKUP",
        /// Questions to a data store are put in it.
        Query = "QUERY",
        /// Data, configuration or interfaces are described in it.
        Data = "DATA",
    }
}

vocabulary! {
    /// What sort of code base.
    FrameworkType {
        /// Calls the code that one writes.
        Framework = "FRAMEWORK",
        /// Is called by the code that one writes.
        Library = "LIBRARY",
        /// Runs the code that one writes.
        Runtime = "RUNTIME",
    }
}

vocabulary! {
    /// Which side of a system a framework is made for.
    FrameworkSide {
        /// Servers.
        Backend = "BACKEND",
        /// Browsers.
        Frontend = "FRONTEND",
        /// Servers and browsers together.
        FullStack = "FULL_STACK",
        /// Phones and tablets.
        Mobile = "MOBILE",
        /// Desktop computers.
        Desktop = "DESKTOP",
        /// Data processing and analysis.
        Data = "DATA",
        /// Machine learning.
        MachineLearning = "MACHINE_LEARNING",
        /// Games and graphics.
        Game = "GAME",
        /// Devices and robots.
        Embedded = "EMBEDDED",
        /// Tests.
        Testing = "TESTING",
        /// No side in particular.
        General = "GENERAL",
    }
}

vocabulary! {
    /// What a tool is for.
    ToolType {
        /// Stores and queries data.
        Database = "DATABASE",
        /// Keeps data at hand in memory.
        Cache = "CACHE",
        /// Finds text or vectors.
        SearchEngine = "SEARCH_ENGINE",
        /// Passes messages between programs.
        MessageBroker = "MESSAGE_BROKER",
        /// Answers HTTP, or hosts what does.
        WebServer = "WEB_SERVER",
        /// Runs a machine.
        OperatingSystem = "OPERATING_SYSTEM",
        /// Rents out infrastructure.
        CloudPlatform = "CLOUD_PLATFORM",
        /// One service of a cloud.
        CloudService = "CLOUD_SERVICE",
        /// Packs and runs programs apart from each other.
        Container = "CONTAINER",
        /// Places and supervises containers.
        Orchestration = "ORCHESTRATION",
        /// Builds infrastructure from files.
        InfrastructureAsCode = "INFRASTRUCTURE_AS_CODE",
        /// Builds, tests and delivers on each change.
        CiCd = "CI_CD",
        /// Keeps the history of files.
        VersionControl = "VERSION_CONTROL",
        /// Turns sources into programs.
        BuildTool = "BUILD_TOOL",
        /// Fetches and publishes packages.
        PackageManager = "PACKAGE_MANAGER",
        /// Is written in.
        Editor = "EDITOR",
        /// Shows how running systems do.
        Observability = "OBSERVABILITY",
        /// Checks software.
        Testing = "TESTING",
        /// Protects, or attacks to find out.
        Security = "SECURITY",
        /// Moves traffic between machines.
        Networking = "NETWORKING",
        /// Moves, shapes and serves data.
        DataPlatform = "DATA_PLATFORM",
        /// Shows data to people.
        Analytics = "ANALYTICS",
        /// Describes, tries or manages interfaces.
        Api = "API",
        /// Is drawn or designed with.
        Design = "DESIGN",
        /// Is planned, written or talked with.
        Collaboration = "COLLABORATION",
        /// Is programmed in or with.
        Development = "DEVELOPMENT",
        /// Runs a business: its money, people, goods and customers.
        Business = "BUSINESS",
        /// Calculates, simulates, maps, or steers machines.
        Engineering = "ENGINEERING",
        /// Made for one field of work, such as medicine, law or teaching.
        Industry = "INDUSTRY",
        /// A machine or instrument rather than a program.
        Equipment = "EQUIPMENT",
        /// Anything else.
        Other = "OTHER",
    }
}
