//! The words that SKOS does not have. `docs/skos.md` lists them.

/// The namespace of the words. They mean the same in every export, so it does not follow the base IRI.
pub(super) const NAMESPACE: &str = "urn:skillgraph:vocabulary#";

/// A word of the vocabulary.
#[derive(Clone, Copy, Debug)]
pub struct Term {
    /// The word, without its prefix. Classes begin with a capital letter.
    pub name: &'static str,
    /// The more general word.
    pub below: Option<&'static str>,
    /// What it says.
    pub meaning: &'static str,
}

impl Term {
    /// Whether it is a class; a property otherwise.
    pub fn is_class(&self) -> bool {
        self.name.starts_with(|first: char| first.is_ascii_uppercase())
    }
}

const fn term(name: &'static str, meaning: &'static str) -> Term {
    Term { name, below: None, meaning }
}

const fn below(name: &'static str, below: &'static str, meaning: &'static str) -> Term {
    Term { name, below: Some(below), meaning }
}

/// All words. The columns of a kind and what stands on a relation have the names that they have in the native format.
pub const TERMS: &[Term] = &[
    below("Role", "skos:Concept", "An occupation or job role."),
    below("RoleGroup", "skos:Concept", "A group of occupations, as in ISCO-08."),
    below("Skill", "skos:Concept", "A competence, a field of knowledge, a human language or an attitude."),
    below("SkillGroup", "skos:Concept", "A group of skills, as in ESCO or ISCED-F."),
    below("Language", "skos:Concept", "A programming, markup, query or data language."),
    below("Framework", "skos:Concept", "A framework, library or runtime that code is built on."),
    below("Tool", "skos:Concept", "A database, server, operating system, cloud, editor or other tool."),
    below("Responsibility", "skos:Concept", "What somebody in a role does."),
    below("Qualification", "skos:Concept", "A degree or certificate."),
    term("Source", "Where facts come from, and under which terms."),
    term("Scale", "A scale on which ratings and levels are given."),
    term("Evidence", "That a source says something, and where."),
    below("requires", "skos:semanticRelation", "The role requires the competency."),
    below("requiresEssential", "sg:requires", "The role cannot do without the competency."),
    below("requiresOptional", "sg:requires", "The competency helps in the role, and is asked for here and there."),
    below("performs", "skos:semanticRelation", "Somebody in the role has the responsibility."),
    below("performsEssential", "sg:performs", "The responsibility is of the core of the role."),
    below("performsOptional", "sg:performs", "The responsibility comes with the role here and there."),
    below("callsFor", "skos:semanticRelation", "The responsibility, or the skill, calls for what is named."),
    below("callsForEssential", "sg:callsFor", "It cannot do without what is named."),
    below("callsForOptional", "sg:callsFor", "What is named helps."),
    below(
        "usesLanguage",
        "skos:semanticRelation",
        "Code on the framework, or for the tool, is written in the language.",
    ),
    below("builtOn", "skos:semanticRelation", "The framework is built on the other."),
    below("worksWith", "skos:semanticRelation", "The two are used together; goes both ways."),
    below("prerequisite", "skos:semanticRelation", "The second must be learned first."),
    below("implies", "skos:semanticRelation", "Knowing the first shows knowing the second."),
    term("strength", "Of a relation: ESSENTIAL or OPTIONAL."),
    term("importance", "Of a relation, from 0 to 1: how much it matters; of sg:implies, how certain it is."),
    term("importanceScale", "Of a relation: the scale on which sg:importanceValue is given."),
    term("importanceValue", "Of a relation: how much it matters, as its source rates it."),
    term("levelScale", "Of a relation: the scale on which sg:levelValue is given."),
    term("levelValue", "Of a relation: how well the competency must be mastered."),
    term("inDemand", "Of a relation: whether employers often ask for it."),
    term("minimum", "Of a scale: the least value on it."),
    term("maximum", "Of a scale: the greatest value on it."),
    term("evidence", "What a source says of the concept or the relation."),
    term("locator", "Of evidence: where in the source."),
    term("confidence", "Of evidence, from 0 to 1: how sure the reading is."),
    term("attribution", "Of a source: the acknowledgement that its terms ask for."),
    below("slug", "dct:identifier", "Name in addresses, unique among the concepts of a class."),
    term("draft", "Whether the concept is not yet for general use."),
    term("iscoCode", "Of a role: code of its ISCO-08 unit group."),
    term("regulatedProfessionNote", "Of a role: whether and how the profession is regulated by law."),
    term("jobZone", "Of a role: preparation needed, 1 (little) to 5 (extensive), as in O*NET."),
    term("level", "Of a role group: its level in ISCO-08, 1 major group to 4 unit group."),
    term("skillType", "Of a skill: SKILL, KNOWLEDGE, LANGUAGE or ATTITUDE."),
    term("reuseLevel", "Of a skill: how widely it is of use, as in ESCO."),
    term("languageType", "Of a language: PROGRAMMING, MARKUP, QUERY or DATA."),
    term("firstAppeared", "Of a language: year of its first appearance."),
    term("extensions", "Of a language: an extension of its files."),
    term("frameworkType", "Of a framework: FRAMEWORK, LIBRARY or RUNTIME."),
    term("side", "Of a framework: which side of a system it is made for."),
    term("toolType", "Of a tool: what it is for."),
    term("homepage", "Of a framework or tool: address of its home page."),
    term("hotTechnology", "Of a tool: whether employers of many occupations ask for it."),
    term("eqfLevel", "Of a qualification: level in the European Qualifications Framework, 1 to 8."),
];
