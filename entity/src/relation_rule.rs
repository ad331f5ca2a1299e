//! The one place that says which kinds each relation may join, and how the relation behaves.
//!
//! It is asked where changes are applied and again where rows are loaded; the table in the README is printed from it.

use crate::vocabulary::{Kind, RelationKind};

/// What holds for every relation of a kind.
#[derive(Clone, Copy, Debug)]
pub struct RelationRule {
    /// The allowed pairs: any kind of the first set to any kind of the second.
    pub joins: &'static [(&'static [Kind], &'static [Kind])],
    /// Said of both ends alike; kept once, whichever end it was given from.
    pub symmetric: bool,
    /// Must not lead back to where it started.
    pub acyclic: bool,
    /// Whether the relation can be essential or optional.
    pub has_strength: bool,
    /// Whether the relation can carry an importance from 0 to 1.
    pub has_importance: bool,
    /// Whether the relation can carry the importance as a source rates it, on a scale.
    pub has_importance_rating: bool,
    /// Whether the relation can carry a level on a scale.
    pub has_level: bool,
    /// Whether the relation can be said to be in demand.
    pub has_demand: bool,
}

use Kind::{Framework, Language, Qualification, Responsibility, Role, RoleGroup, Skill, SkillGroup, Tool};

const ROLES: &[Kind] = &[Role, RoleGroup];
const SKILLS: &[Kind] = &[Skill, SkillGroup];
const TECHNOLOGIES: &[Kind] = &[Language, Framework, Tool];
const LEARNABLE: &[Kind] = &[Skill, Language, Framework, Tool];
const COMPETENCIES: &[Kind] = &[Skill, Language, Framework, Tool, Qualification];

/// Within each family of kinds: roles, skills with technologies, responsibilities, qualifications.
const WITHIN_FAMILIES: &[(&[Kind], &[Kind])] = &[
    (ROLES, ROLES),
    (&[Skill, SkillGroup, Language, Framework, Tool], &[Skill, SkillGroup, Language, Framework, Tool]),
    (&[Responsibility], &[Responsibility]),
    (&[Qualification], &[Qualification]),
];

const PLAIN: RelationRule = RelationRule {
    joins: &[],
    symmetric: false,
    acyclic: false,
    has_strength: false,
    has_importance: false,
    has_importance_rating: false,
    has_level: false,
    has_demand: false,
};

impl RelationKind {
    /// What holds for every relation of this kind.
    pub const fn rule(self) -> RelationRule {
        match self {
            Self::Requires => RelationRule {
                joins: &[(&[Role], COMPETENCIES)],
                has_strength: true,
                has_importance: true,
                has_importance_rating: true,
                has_level: true,
                has_demand: true,
                ..PLAIN
            },
            Self::Performs => RelationRule { joins: &[(&[Role], &[Responsibility])], has_strength: true, ..PLAIN },
            Self::CallsFor => RelationRule {
                joins: &[(&[Responsibility], LEARNABLE), (&[Skill], &[Skill])],
                has_strength: true,
                ..PLAIN
            },
            Self::UsesLanguage => RelationRule { joins: &[(&[Framework, Tool], &[Language])], ..PLAIN },
            Self::BuiltOn => RelationRule { joins: &[(&[Framework], &[Framework])], ..PLAIN },
            Self::WorksWith => {
                RelationRule { joins: &[(&[Framework, Tool], &[Framework, Tool])], symmetric: true, ..PLAIN }
            }
            Self::Broader => RelationRule {
                joins: &[
                    (ROLES, ROLES),
                    (SKILLS, SKILLS),
                    (TECHNOLOGIES, TECHNOLOGIES),
                    (&[Responsibility], &[Responsibility]),
                ],
                acyclic: true,
                ..PLAIN
            },
            Self::Related => RelationRule { joins: &[(Kind::ALL, Kind::ALL)], symmetric: true, ..PLAIN },
            Self::Prerequisite => RelationRule { joins: &[(LEARNABLE, LEARNABLE)], acyclic: true, ..PLAIN },
            Self::Implies => RelationRule { joins: &[(COMPETENCIES, LEARNABLE)], has_importance: true, ..PLAIN },
            Self::ExactMatch | Self::CloseMatch | Self::RelatedMatch => {
                RelationRule { joins: WITHIN_FAMILIES, symmetric: true, ..PLAIN }
            }
            Self::BroadMatch | Self::NarrowMatch => RelationRule { joins: WITHIN_FAMILIES, ..PLAIN },
            Self::ReplacedBy => RelationRule { joins: WITHIN_FAMILIES, ..PLAIN },
        }
    }
}

impl RelationRule {
    /// Whether a relation from the one kind to the other is allowed.
    pub fn allows(&self, from: Kind, to: Kind) -> bool {
        self.joins.iter().any(|(froms, tos)| froms.contains(&from) && tos.contains(&to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symmetric_relation_joins_the_same_kinds_both_ways() {
        for relation in RelationKind::ALL.iter().filter(|relation| relation.rule().symmetric) {
            for &from in Kind::ALL {
                for &to in Kind::ALL {
                    assert_eq!(relation.rule().allows(from, to), relation.rule().allows(to, from), "{relation}");
                }
            }
        }
    }

    #[test]
    fn a_role_requires_competencies_and_nothing_else() {
        let rule = RelationKind::Requires.rule();
        assert!(rule.allows(Role, Language));
        assert!(!rule.allows(Role, Responsibility));
        assert!(!rule.allows(Skill, Language));
    }
}
