//! What is worked out from the facts once per graph, so that no question has to.
//!
//! The indexes of a graph are made when [`Graph::prepare`] is called or at the first question, and never change. A
//! commit makes those of the next graph from those of the one before and the concepts that it touched: it does not
//! rebuild the world.

use std::{
    collections::BTreeSet,
    panic,
    sync::{Arc, OnceLock},
    thread,
};

use super::{
    Graph, NodeIndex, career::Rarities, likeness::Traits, path::Ways, profiles::Profiles, quality::Finding, same::Same,
    similar::Likeness, text::TextIndex,
};

/// The indexes of one graph.
#[derive(Debug)]
pub(super) struct Indexes {
    /// Which concepts are the same.
    pub(super) same: Same,
    /// Where words lead.
    pub(super) text: TextIndex,
    /// What each role requires.
    pub(super) profiles: Profiles,
    /// What competencies have that others may have as well.
    pub(super) traits: Traits,
    /// What is similar to what.
    pub(super) likeness: Likeness,
    /// Where one can go from where.
    pub(super) ways: Ways,
    /// How rare each competency is.
    pub(super) rarities: Rarities,
    /// What is wrong; sought when somebody asks.
    pub(super) health: OnceLock<Vec<Finding>>,
}

impl Indexes {
    fn of(graph: &Graph) -> Self {
        thread::scope(|scope| {
            // Words are as much work as all the rest, and know nothing of it.
            let text = scope.spawn(|| TextIndex::of(graph));
            let same = Same::of(graph);
            Self {
                profiles: Profiles::of(graph, &same),
                traits: Traits::of(graph, &same),
                likeness: Likeness::of(graph, &same),
                ways: Ways::of(graph, &same),
                rarities: Rarities::default(),
                health: OnceLock::new(),
                text: text.join().unwrap_or_else(|panic| panic::resume_unwind(panic)),
                same,
            }
        })
    }

    /// Those of the next graph.
    fn after(&self, graph: &Graph, touched: &BTreeSet<NodeIndex>) -> Self {
        let same = self.same.after(graph, touched);
        Self {
            text: self.text.after(graph, touched),
            profiles: self.profiles.after(graph, &self.same, &same, touched),
            traits: self.traits.after(graph, &self.same, &same, touched),
            likeness: self.likeness.after(graph, &self.same, &same, touched),
            ways: self.ways.after(graph, &self.same, &same, touched),
            rarities: Rarities::default(),
            health: OnceLock::new(),
            same,
        }
    }
}

/// The place of the indexes in a graph: empty until they are needed.
#[derive(Clone, Debug, Default)]
pub(super) struct Prepared(OnceLock<Arc<Indexes>>);

impl Graph {
    /// Works the indexes out now rather than at the first question.
    pub fn prepare(&self) {
        self.indexes();
    }

    /// Whether the indexes are there.
    pub fn is_prepared(&self) -> bool {
        self.prepared.0.get().is_some()
    }

    pub(super) fn indexes(&self) -> &Indexes {
        self.prepared.0.get_or_init(|| Arc::new(Indexes::of(self)))
    }
}

/// What a draft remembers for the indexes of its graph: those of the graph before, and what it touched since. Nothing if
/// that graph had none: then those of the next are made when they are needed.
#[derive(Debug)]
pub(super) struct Succession(Option<(Arc<Indexes>, BTreeSet<NodeIndex>)>);

impl Succession {
    /// Takes the indexes out of a graph that is about to change.
    pub(super) fn begin(graph: &mut Graph) -> Self {
        let Prepared(indexes) = std::mem::take(&mut graph.prepared);
        Self(indexes.into_inner().map(|indexes| (indexes, BTreeSet::new())))
    }

    /// Remembers that a concept may have changed, come or gone.
    pub(super) fn touch(&mut self, index: NodeIndex) {
        if let Some((_, touched)) = &mut self.0 {
            touched.insert(index);
        }
    }

    /// Gives the graph that came of the changes its indexes.
    pub(super) fn end(self, graph: &mut Graph) {
        if let Some((before, touched)) = self.0 {
            let indexes = before.after(graph, &touched);
            graph.prepared = Prepared(OnceLock::from(Arc::new(indexes)));
        }
    }
}
