//! The closed sets of words, as GraphQL has them. The words are those of [`entity`]; the descriptions are for callers.

use async_graphql::Enum;
use projection::direct::{Out, Site, Write, Written, write_enum};

/// Mirrors an enum of the vocabulary: the engine's traits cannot be implemented for a type of another crate.
macro_rules! mirror {
    ($(#[$meta:meta])* $name:ident = $path:literal { $($(#[$doc:meta])* $variant:ident,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
        #[graphql(remote = $path)]
        pub enum $name { $($(#[$doc])* $variant,)+ }

        impl Write for $name {
            fn write(&self, _: Site<'_>, out: &mut Out<'_>) -> Written {
                write_enum(self, out)
            }
        }
    };
}

mirror! {
    /// What sort of thing a concept is.
    Kind = "entity::Kind" {
        /// An occupation or job role.
        Role,
        /// A group of occupations, as in ISCO-08.
        RoleGroup,
        /// A competence, a field of knowledge, a human language or an attitude.
        Skill,
        /// A group of skills, as in ESCO or ISCED-F.
        SkillGroup,
        /// A programming, markup, query or data language.
        Language,
        /// A framework, library or runtime that code is built on.
        Framework,
        /// A database, server, operating system, cloud, editor or other tool.
        Tool,
        /// What somebody in a role does.
        Responsibility,
        /// A degree or certificate.
        Qualification,
    }
}

mirror! {
    /// Where a concept is in its life.
    Status = "entity::Status" {
        /// Not yet for general use.
        Draft,
        /// In use.
        Published,
        /// No longer to be used; kept readable, with its successors where there are any.
        Deprecated,
    }
}

mirror! {
    /// How two concepts hang together, always read from the first to the second.
    RelationKind = "entity::RelationKind" {
        /// A role requires a competency.
        Requires,
        /// A role performs a responsibility.
        Performs,
        /// A responsibility, or a skill, calls for a skill, language, framework or tool.
        CallsFor,
        /// Code on the framework, or for the tool, is written in the language.
        UsesLanguage,
        /// A framework is built on another.
        BuiltOn,
        /// Two frameworks or tools are used together.
        WorksWith,
        /// The second is the more general.
        Broader,
        /// Associated, with no order between the two.
        Related,
        /// The second must be learned first.
        Prerequisite,
        /// Knowing the first shows knowing the second.
        Implies,
        /// The same thing in two sources.
        ExactMatch,
        /// Near enough to be used for each other in some cases.
        CloseMatch,
        /// The second, from another source, is the more general.
        BroadMatch,
        /// The second, from another source, is the more special.
        NarrowMatch,
        /// Associated with something in another source, where nothing more is known of how.
        RelatedMatch,
        /// The second succeeds the first, which is deprecated.
        ReplacedBy,
    }
}

mirror! {
    /// How firmly a relation holds.
    Strength = "entity::Strength" {
        /// Cannot be done without.
        Essential,
        /// Helps, and is asked for here and there.
        Optional,
    }
}

mirror! {
    /// What sort of skill.
    SkillType = "entity::SkillType" {
        /// To be able to do something.
        Skill,
        /// To know a field.
        Knowledge,
        /// A language that people speak or write with each other.
        Language,
        /// A disposition to act in a certain way.
        Attitude,
    }
}

mirror! {
    /// How widely a skill is of use, as in ESCO.
    ReuseLevel = "entity::ReuseLevel" {
        /// In practically all work.
        Transversal,
        /// In several sectors.
        CrossSector,
        /// Within one sector.
        SectorSpecific,
        /// Within one occupation.
        OccupationSpecific,
    }
}

mirror! {
    /// What sort of formal language.
    LanguageType = "entity::LanguageType" {
        /// Programs are written in it.
        Programming,
        /// Documents are marked up with it.
        Markup,
        /// Questions to a data store are put in it.
        Query,
        /// Data, configuration or interfaces are described in it.
        Data,
    }
}

mirror! {
    /// What sort of code base.
    FrameworkType = "entity::FrameworkType" {
        /// Calls the code that one writes.
        Framework,
        /// Is called by the code that one writes.
        Library,
        /// Runs the code that one writes.
        Runtime,
    }
}

mirror! {
    /// Which side of a system a framework is made for.
    FrameworkSide = "entity::FrameworkSide" {
        /// Servers.
        Backend,
        /// Browsers.
        Frontend,
        /// Servers and browsers together.
        FullStack,
        /// Phones and tablets.
        Mobile,
        /// Desktop computers.
        Desktop,
        /// Data processing and analysis.
        Data,
        /// Machine learning.
        MachineLearning,
        /// Games and graphics.
        Game,
        /// Devices and robots.
        Embedded,
        /// Tests.
        Testing,
        /// No side in particular.
        General,
    }
}

mirror! {
    /// What a tool is for.
    ToolType = "entity::ToolType" {
        /// Stores and queries data.
        Database,
        /// Keeps data at hand in memory.
        Cache,
        /// Finds text or vectors.
        SearchEngine,
        /// Passes messages between programs.
        MessageBroker,
        /// Answers HTTP, or hosts what does.
        WebServer,
        /// Runs a machine.
        OperatingSystem,
        /// Rents out infrastructure.
        CloudPlatform,
        /// One service of a cloud.
        CloudService,
        /// Packs and runs programs apart from each other.
        Container,
        /// Places and supervises containers.
        Orchestration,
        /// Builds infrastructure from files.
        InfrastructureAsCode,
        /// Builds, tests and delivers on each change.
        CiCd,
        /// Keeps the history of files.
        VersionControl,
        /// Turns sources into programs.
        BuildTool,
        /// Fetches and publishes packages.
        PackageManager,
        /// Is written in.
        Editor,
        /// Shows how running systems do.
        Observability,
        /// Checks software.
        Testing,
        /// Protects, or attacks to find out.
        Security,
        /// Moves traffic between machines.
        Networking,
        /// Moves, shapes and serves data.
        DataPlatform,
        /// Shows data to people.
        Analytics,
        /// Describes, tries or manages interfaces.
        Api,
        /// Is drawn or designed with.
        Design,
        /// Is planned, written or talked with.
        Collaboration,
        /// Is programmed in or with.
        Development,
        /// Runs a business: its money, people, goods and customers.
        Business,
        /// Calculates, simulates, maps, or steers machines.
        Engineering,
        /// Made for one field of work, such as medicine, law or teaching.
        Industry,
        /// A machine or instrument rather than a program.
        Equipment,
        /// Anything else.
        Other,
    }
}

mirror! {
    /// Which way a relation is followed.
    Direction = "crate::graph::Direction" {
        /// From where it starts to where it leads.
        Outgoing,
        /// From where it leads to where it starts.
        Incoming,
    }
}

mirror! {
    /// How somebody stands to a requirement.
    GapStatus = "crate::graph::Standing" {
        /// It is had itself, well enough as far as levels can be compared.
        HaveExact,
        /// It is implied by what is had, with a certainty of 0.6 or more; `chain` says how.
        HaveImplied,
        /// It is had, but at a lower level than is required, on the same scale.
        BelowLevel,
        /// It is near to something that is had or implied, by 0.35 or more, so that it is soon learned; `transfer` says
        /// what.
        Transferable,
        /// Nothing that is had comes near it.
        Missing,
    }
}

impl GapStatus {
    /// All of them, the best first.
    pub(super) const ALL: [Self; 5] =
        [Self::HaveExact, Self::HaveImplied, Self::BelowLevel, Self::Transferable, Self::Missing];
}

mirror! {
    /// A respect in which two concepts are compared.
    Aspect = "crate::graph::Aspect" {
        /// What two roles require with a strength. Essential counts twice what optional does, and all the more the fewer
        /// roles require it.
        Requirements,
        /// What is unusually important for two roles: by how much the importance that a source rates differs from its
        /// mean over all roles that are rated.
        Ratings,
        /// What a source lists for two roles without saying how much it matters; the rarer, the more.
        Mentions,
        /// What is done in two roles, and the activities one and two steps above; the rarer, the more.
        Activities,
        /// The roles that require two competencies. A role counts the less the more it requires.
        RequiredBy,
        /// What two competencies are related to by whichever relation, and themselves; the rarer, the more.
        Neighbours,
        /// What two concepts are below, one and two steps up, and what sort of technology they are.
        Groups,
        /// The words of their names; the rarer, the more.
        Titles,
        /// The words of their definitions and descriptions and, for roles, of what is done in them; the rarer, the more.
        Texts,
    }
}

mirror! {
    /// The sort of a flaw.
    FlawKind = "crate::graph::FlawKind" {
        /// No relation leads to the concept or from it.
        Orphan,
        /// The preferred label is that of another concept of the kind as well, which is not the same.
        SharedLabel,
        /// An alternative or hidden label is the preferred label of another concept of the kind, which is not the same.
        ClashingLabel,
        /// A framework that is written in no language.
        FrameworkWithoutLanguage,
        /// A role without a broader role or group.
        RoleWithoutGroup,
        /// A role that requires nothing.
        RoleWithoutRequirements,
        /// Related to what is above it in the hierarchy already, which SKOS forbids.
        RelatedToAncestor,
        /// A role requires something as essential, and the same as optional: by another source, or by way of an exact
        /// match.
        StrengthConflict,
        /// The concept leads back to itself by `CALLS_FOR`, `BUILT_ON`, `BROADER`, `PREREQUISITE`, `IMPLIES` or
        /// `REPLACED_BY`, over other concepts or by way of an exact match. Where two imply each other that can be right.
        Cycle,
        /// Deprecated, and nothing is named that replaces it.
        DeprecatedWithoutSuccessor,
        /// Deprecated, and so is all that replaces it.
        SuccessorDeprecated,
    }
}
