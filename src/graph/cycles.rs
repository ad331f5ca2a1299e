//! Where does a relation lead back to where it started? In some relations that is normal, in none is it sought.

use entity::RelationKind;

use super::{Direction, Graph, NodeIndex};

/// Relations in which a cycle says something odd. Those that must have none can have one all the same where concepts
/// are the same.
pub(super) const DIRECTED: [RelationKind; 6] = [
    RelationKind::CallsFor,
    RelationKind::BuiltOn,
    RelationKind::Broader,
    RelationKind::Prerequisite,
    RelationKind::Implies,
    RelationKind::ReplacedBy,
];

/// A place on the way down: a concept and what it leads to that was not looked at yet.
type Frame = (NodeIndex, std::vec::IntoIter<NodeIndex>);

/// The search of Tarjan (1972), without recursion.
struct Search<'g> {
    graph: &'g Graph,
    kind: RelationKind,
    /// By place: the number in the order of discovery, and the least that is reached; zero is not discovered.
    numbers: Vec<u32>,
    least: Vec<u32>,
    on_stack: Vec<bool>,
    stack: Vec<NodeIndex>,
    discovered: u32,
    found: Vec<Vec<NodeIndex>>,
}

impl Graph {
    /// The concepts that a relation joins in cycles: each set within which one gets from every concept to every other.
    /// What is the same counts as one, and stands for itself.
    pub(super) fn cycles(&self, kind: RelationKind) -> Vec<Vec<NodeIndex>> {
        let places = self.nodes.len();
        let mut search = Search {
            graph: self,
            kind,
            numbers: vec![0; places],
            least: vec![0; places],
            on_stack: vec![false; places],
            stack: Vec::new(),
            discovered: 0,
            found: Vec::new(),
        };
        for index in self.concepts() {
            if self.representative(index) == index && search.numbers[index.place()] == 0 {
                search.descend(index);
            }
        }
        search.found
    }

    /// What a concept, and all that are the same, lead to.
    fn next(&self, index: NodeIndex, kind: RelationKind) -> Vec<NodeIndex> {
        let links = self.same_as(index).flat_map(|member| self.links(member, Direction::Outgoing, kind));
        links.map(|link| self.representative(link.other)).collect()
    }
}

impl Search<'_> {
    fn descend(&mut self, start: NodeIndex) {
        let mut frames = vec![self.discover(start)];
        while let Some((index, rest)) = frames.last_mut() {
            let index = *index;
            match rest.next() {
                Some(next) if self.numbers[next.place()] == 0 => frames.push(self.discover(next)),
                Some(next) if self.on_stack[next.place()] => self.reach(index, self.numbers[next.place()]),
                Some(_) => {}
                None => {
                    frames.pop();
                    if let Some((above, _)) = frames.last() {
                        self.reach(*above, self.least[index.place()]);
                    }
                    self.close(index);
                }
            }
        }
    }

    fn discover(&mut self, index: NodeIndex) -> Frame {
        self.discovered += 1;
        self.numbers[index.place()] = self.discovered;
        self.least[index.place()] = self.discovered;
        self.on_stack[index.place()] = true;
        self.stack.push(index);
        (index, self.graph.next(index, self.kind).into_iter())
    }

    fn reach(&mut self, index: NodeIndex, number: u32) {
        let least = &mut self.least[index.place()];
        *least = (*least).min(number);
    }

    /// Takes a whole set off the stack, if the concept is the first of it that was discovered.
    fn close(&mut self, index: NodeIndex) {
        if self.least[index.place()] != self.numbers[index.place()] {
            return;
        }
        let start = self.stack.iter().rposition(|other| *other == index).unwrap_or_default();
        let set = self.stack.split_off(start);
        set.iter().for_each(|member| self.on_stack[member.place()] = false);
        if set.len() > 1 || self.graph.next(index, self.kind).contains(&index) {
            self.found.push(set);
        }
    }
}
