//! What there is in the graph to ask for: names that lead somewhere.

use serde_json::Value;

use super::dice::Dice;

/// Something with an id.
pub(super) struct Known {
    /// Its type in the schema.
    pub(super) ty: String,
    pub(super) id: String,
    pub(super) slug: String,
    /// Kind, label and outside names, of what is a concept.
    pub(super) kind: Option<String>,
    pub(super) label: String,
    pub(super) identifiers: Vec<(String, String)>,
    /// How many relations it has, or members if it is a collection.
    relations: i64,
}

/// All that is known of a graph.
pub(super) struct Pool {
    all: Vec<Known>,
}

/// Asks for a page of each list.
pub(super) const QUESTION: &str = "{
    roles(first: 100) { nodes { ...known } } roleGroups(first: 100) { nodes { ...known } }
    skills(first: 100) { nodes { ...known } } skillGroups(first: 100) { nodes { ...known } }
    languages(first: 100) { nodes { ...known } } frameworks(first: 100) { nodes { ...known } }
    tools(first: 100) { nodes { ...known } } responsibilities(first: 100) { nodes { ...known } }
    qualifications(first: 100) { nodes { ...known } } sources(first: 100) { nodes { __typename id slug title } }
    collections(first: 100) { nodes { __typename id slug title relations: members { totalCount } } } }
    fragment known on Concept { __typename id slug kind prefLabel identifiers { scheme value } relations { totalCount } }";

impl Pool {
    /// From the data that [`QUESTION`] is answered with.
    pub(super) fn new(data: &Value) -> Self {
        let lists = data.as_object().unwrap().values();
        let nodes = lists.flat_map(|list| list["nodes"].as_array().unwrap());
        Self { all: nodes.map(known).collect() }
    }

    /// Something of a type; of any if the type is none of an object.
    pub(super) fn pick(&self, dice: &mut Dice, ty: &str) -> &Known {
        let is_competency = |ty: &str| ["Skill", "Language", "Framework", "Tool", "Qualification"].contains(&ty);
        let fits = |known: &&Known| known.ty == ty || (ty == "Competency" && is_competency(&known.ty));
        let fit: Vec<_> = self.all.iter().filter(fits).collect();
        match fit.is_empty() {
            true if ty == "Node" => dice.pick(&self.all),
            true => {
                let concepts: Vec<_> = self.all.iter().filter(|known| known.kind.is_some()).collect();
                concepts[dice.roll(concepts.len())]
            }
            // Half of the time that of which there is most to tell.
            false if dice.one_in(2) => fit.iter().max_by_key(|known| known.relations).unwrap(),
            false => fit[dice.roll(fit.len())],
        }
    }
}

fn known(node: &Value) -> Known {
    let text = |name: &str| node[name].as_str().map(ToOwned::to_owned);
    let identifiers = node["identifiers"].as_array().into_iter().flatten();
    Known {
        ty: text("__typename").unwrap(),
        id: text("id").unwrap(),
        slug: text("slug").unwrap(),
        kind: text("kind"),
        label: text("prefLabel").or(text("title")).unwrap(),
        identifiers: identifiers
            .map(|identifier| {
                let text = |name: &str| identifier[name].as_str().unwrap().to_owned();
                (text("scheme"), text("value"))
            })
            .collect(),
        relations: node["relations"]["totalCount"].as_i64().unwrap_or_default(),
    }
}
