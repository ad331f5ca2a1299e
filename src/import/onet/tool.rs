//! The technologies and tools that occupations use. What has the same name is one tool, whatever it is listed under.

use std::collections::{BTreeMap, HashMap, HashSet};

use entity::{Kind, NoteRole, RelationKind, ToolType};

use super::{
    Draft, Reference, digits, identity, named,
    occupation::Occupations,
    table::{CODE, Cell, Fault, TECHNOLOGY_SKILLS, TOOLS_USED, Tables},
    tool_type::tool_type,
};
use crate::{
    graph::DEFAULT_LOCALE,
    import::{Columns, ConceptItem, ImportError, Item, Place, RelationItem, slug},
};

/// Identifiers of tools: the names by which O*NET calls them.
const SCHEME: &str = "onet-tool";

const EXAMPLE: &str = "Example";
const COMMODITY: &str = "Commodity Code";
const COMMODITY_TITLE: &str = "Commodity Title";

struct Tool {
    place: Place,
    name: String,
    /// Titles of the commodities that it is listed under, and how often, by their codes.
    commodities: BTreeMap<String, (String, usize)>,
    /// For technologies only.
    hot: Option<bool>,
}

/// That an occupation uses a tool.
struct Use {
    place: Place,
    occupation: usize,
    tool: usize,
    in_demand: Option<bool>,
}

#[derive(Default)]
struct Tools {
    all: Vec<Tool>,
    by_name: HashMap<String, usize>,
    uses: Vec<Use>,
    pairs: HashSet<(usize, usize)>,
}

/// Reads technologies and tools, and who uses them.
pub(super) fn read(tables: &mut Tables<'_>, occupations: &Occupations) -> Result<(), ImportError> {
    let mut tools = Tools::default();
    let columns = [CODE, EXAMPLE, COMMODITY, COMMODITY_TITLE, "Hot Technology", "In Demand"];
    tables.rows(TECHNOLOGY_SKILLS, columns, |_, place, [code, name, commodity, title, hot, in_demand]| {
        let (is_hot, in_demand) = (hot.flag()?, in_demand.flag()?);
        let known = tools.by_name.get(name.text).and_then(|tool| tools.all[*tool].hot);
        if known.is_some_and(|known| known != is_hot) {
            return Err(hot.fault("the same technology is hot in one row and not in another"));
        }
        let tool = tools.take(place, occupations.find(code)?, [name, commodity, title], Some(in_demand))?;
        tool.hot = Some(is_hot);
        Ok(())
    })?;
    let columns = [CODE, EXAMPLE, COMMODITY, COMMODITY_TITLE];
    tables.rows(TOOLS_USED, columns, |_, place, [code, name, commodity, title]| {
        tools.take(place, occupations.find(code)?, [name, commodity, title], None)?;
        Ok(())
    })?;
    tools.emit(tables, occupations);
    Ok(())
}

impl Tools {
    fn take(
        &mut self,
        place: Place,
        occupation: usize,
        [name, commodity, title]: [Cell<'_>; 3],
        in_demand: Option<bool>,
    ) -> Result<&mut Tool, Fault> {
        if commodity.text.len() != 8 || !commodity.text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(commodity.fault("codes of commodities have eight digits"));
        }
        let title = title.name()?;
        let at = self.tool(&place, name.name()?);
        if !self.pairs.insert((occupation, at)) {
            return Err(name.fault("the occupation has it already"));
        }
        self.uses.push(Use { place, occupation, tool: at, in_demand });
        let tool = &mut self.all[at];
        tool.commodities.entry(commodity.text.to_owned()).or_insert_with(|| (title.to_owned(), 0)).1 += 1;
        Ok(tool)
    }

    fn tool(&mut self, place: &Place, name: &str) -> usize {
        if let Some(known) = self.by_name.get(name) {
            return *known;
        }
        let (place, commodities, hot) = (place.clone(), BTreeMap::new(), None);
        self.all.push(Tool { place, name: name.to_owned(), commodities, hot });
        self.by_name.insert(name.to_owned(), self.all.len() - 1);
        self.all.len() - 1
    }

    fn emit(self, tables: &mut Tables<'_>, occupations: &Occupations) {
        let mut slugs: Vec<_> = self.all.iter().map(|tool| named(&tool.name, || tool.own())).collect();
        slug::tell_apart(&mut slugs, |place| self.all[place].own());
        for (tool, slug) in self.all.into_iter().zip(&slugs) {
            let concept = tool.concept(slug.clone());
            tables.take(tool.place, Item::Concept(Box::new(concept)));
        }
        for Use { place, occupation, tool, in_demand } in self.uses {
            let to: Reference = (Kind::Tool, slugs[tool].clone());
            let requires = RelationItem::new(occupations.reference(occupation), RelationKind::Requires, to);
            tables.take(place, Item::Relation(RelationItem { in_demand, ..requires }));
        }
    }
}

impl Tool {
    fn concept(&self, slug: String) -> ConceptItem {
        let identifier = (SCHEME, self.name.as_str());
        let mut concept = Draft { kind: Kind::Tool, identifier, slug, label: &self.name, description: None }.concept();
        let note = (DEFAULT_LOCALE.to_owned(), NoteRole::ScopeNote, self.scope());
        concept.notes.push(note);
        let (tool_type, hot_technology) = (Some(self.tool_type()), self.hot);
        concept.columns = Columns { tool_type, hot_technology, ..Columns::default() };
        concept
    }

    /// What a technology is follows from the commodity that it is mostly listed under; a tool that is none is equipment.
    fn tool_type(&self) -> ToolType {
        let most = self.commodities.iter().max_by_key(|(code, (_, times))| (*times, std::cmp::Reverse(*code)));
        match (self.hot, most) {
            (Some(_), Some((code, _))) => tool_type(code),
            _ => ToolType::Equipment,
        }
    }

    /// Names the commodities, since the same name can mean several things.
    fn scope(&self) -> String {
        let each = self.commodities.iter().map(|(code, (title, _))| format!("{title} (UNSPSC {code})"));
        each.collect::<Vec<_>>().join("; ")
    }

    /// What its slug gets where another name has the same one, as with and without a hyphen.
    fn own(&self) -> String {
        digits(identity(Kind::Tool, SCHEME, &self.name))
    }
}
