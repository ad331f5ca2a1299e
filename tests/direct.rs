//! Answers written straight from the graph are those of the engine, to the byte.
//!
//! Random valid operations over our own schema are answered both ways. `SKILLGRAPH_DIFFERENTIAL_CASES` says how many,
//! `…_SEED` which is the first. A case on which the two do not agree is made as small as it can be and printed with its
//! seed. `…_WRITE` names a file for the operations, one a line, so that others can be asked as well.

mod author;
mod coverage;
mod dice;
mod executors;
mod goal;
mod known;
mod operation;
mod pages;
mod rules;
mod shrink;
mod types;
mod values;
mod visit;

use std::{
    env,
    fs::File,
    io::{BufWriter, Write},
    time::Instant,
};

use serde_json::json;
use skillgraph::import::{Extent, jsonl, plan};

use self::{
    author::Author,
    coverage::Coverage,
    dice::Dice,
    executors::{Answers, World},
    operation::Operation,
    shrink::shrink,
};
use crate::support::{App, facts::commit};

/// How many cases are tried when nobody says.
const CASES: u64 = 2_000;
/// How many cases are out for one field or argument before it is given up.
const PATIENCE: usize = 200;
/// How many cases are tried to reach something that none of them is out for.
const LONG_PATIENCE: usize = 5_000;

/// The small graph of the queries' tests at revision 1, and at revision 2 more of everything: relations of all kinds,
/// names that must be escaped, things that others have succeeded.
async fn small_world() -> World {
    let app = App::empty().await;
    for (name, text) in
        [("small.jsonl", include_str!("queries/small.jsonl")), ("later.jsonl", include_str!("direct/later.jsonl"))]
    {
        let items = jsonl::read(name, text.as_bytes()).unwrap();
        let plan = plan(&app.store.graph(), items, Extent::Part, None).unwrap();
        app.store.commit(commit(plan.changes)).await.unwrap();
    }
    World::over(app).await
}

/// What came of many cases.
#[derive(Default)]
struct Tally {
    cases: u64,
    coverage: Coverage,
    answers: u64,
    written: u64,
    failed: u64,
    too_large: u64,
    pages: u64,
}

/// Operations on which the two do not agree.
struct Disagreement {
    operation: Operation,
    round: usize,
    answers: Answers,
}

/// Asks both, and gives back the answers to the first question.
async fn compare(world: &World, operation: &Operation, tally: &mut Tally) -> Result<Answers, Box<Disagreement>> {
    let all = world.ask(operation).await;
    let first = all[0].clone();
    for (round, answers) in all.into_iter().enumerate() {
        if !answers.agree() {
            return Err(Box::new(Disagreement { operation: operation.clone(), round, answers }));
        }
        let response = answers.response();
        tally.answers += 1;
        tally.written += u64::from(answers.written);
        tally.failed += u64::from(!response["errors"].is_null());
        tally.too_large += u64::from(answers.is_too_large());
        tally.coverage.add(world.types(), operation, round, &response["data"]);
    }
    Ok(first)
}

/// Tries the case of a seed: an operation, then the same with cursors from its own answer.
async fn try_case(
    world: &World,
    seed: u64,
    tally: &mut Tally,
    mut written: Option<&mut dyn Write>,
) -> Result<(), Box<Disagreement>> {
    let (operation, wanted) = Author::new(world.subject(), seed).operation();
    let mut next = Some(operation);
    let mut dice = Dice::new(!seed);
    for page in 0..2 {
        let Some(operation) = next.take() else { break };
        let answers = compare(world, &operation, tally).await?;
        tally.pages += page;
        if let Some(file) = written.as_mut().filter(|_| answers.is_beyond_doubt()) {
            let (query, name) = (operation.to_string(), operation.name);
            let line = json!({ "seed": seed, "query": query, "operationName": name, "variables": operation.values(0) });
            writeln!(file, "{line}").unwrap();
        }
        next = pages::turned(&operation, &answers.response()["data"], &mut dice, wanted);
    }
    Ok(())
}

/// The round in which the two disagree on an operation, and their answers, if they do.
async fn disagree(world: &World, operation: &Operation) -> Option<(usize, Answers)> {
    let answers = world.ask_anew(operation).await;
    answers.into_iter().enumerate().find(|(_, answers)| !answers.agree())
}

/// The smallest operation that shows a disagreement.
async fn smallest(world: &World, found: &Disagreement) -> Operation {
    let sort = found.answers.sort();
    let same = async |operation: &Operation| {
        disagree(world, operation).await.is_some_and(|(_, answers)| answers.sort() == sort)
    };
    shrink(found.operation.clone(), same).await
}

async fn report(world: &World, seed: u64, found: Disagreement) -> String {
    let smallest = smallest(world, &found).await;
    let (round, answers) = disagree(world, &smallest).await.unwrap_or((found.round, found.answers));
    let (Answers { direct, engine, .. }, values) = (answers, smallest.values(round));
    let (query, then) = (found.operation, "found with");
    format!("seed {seed}\n{smallest}\nvariables {values}\ndirect {direct}\nengine {engine}\n\n{then}\n{query}")
}

fn number(name: &str, default: u64) -> u64 {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[tokio::test]
async fn random_operations_are_answered_as_the_engine_answers_them() {
    let world = small_world().await;
    let cases = number("SKILLGRAPH_DIFFERENTIAL_CASES", CASES);
    let first = number("SKILLGRAPH_DIFFERENTIAL_SEED", 1);
    let path = env::var("SKILLGRAPH_DIFFERENTIAL_WRITE").ok();
    let mut run =
        Run { world, tally: Tally::default(), file: path.map(|path| BufWriter::new(File::create(path).unwrap())) };
    let began = Instant::now();
    for seed in first..first + cases {
        run.case(seed).await;
    }
    if cases >= CASES {
        run.reach_all(first + cases).await;
    }
    tell(&run, began);
    let Tally { answers, written, too_large, .. } = run.tally;
    assert!(written * 3 > answers * 2, "only {written} of {answers} were written directly");
    assert!(too_large * 100 < answers, "{too_large} of {answers} were too large");
}

/// Many cases over one graph.
struct Run {
    world: World,
    tally: Tally,
    file: Option<BufWriter<File>>,
}

impl Run {
    async fn case(&mut self, seed: u64) {
        let file = self.file.as_mut().map(|file| file as &mut dyn Write);
        self.tally.cases += 1;
        if let Err(found) = try_case(&self.world, seed, &mut self.tally, file).await {
            panic!("\n{}", report(&self.world, seed, *found).await);
        }
    }

    /// Goes on until every field and argument was reached, with seeds that are out for those that are missing.
    async fn reach_all(&mut self, from: u64) {
        for missing in self.tally.coverage.missing(self.world.types()).into_iter().filter(|goal| can_be_reached(goal)) {
            let goal = self.world.types().argument_for(&missing).unwrap_or_else(|| missing.clone());
            let mut seeds: Vec<_> = self.world.subject().goals.seeds_of(&goal, from).take(PATIENCE).collect();
            if seeds.is_empty() {
                // No seed is out for a field of an input: it comes with the arguments that have one, sooner or later.
                seeds = (from..).take(LONG_PATIENCE).collect();
            }
            for seed in seeds {
                if !self.tally.coverage.has(&missing) {
                    self.case(seed).await;
                }
            }
            assert!(self.tally.coverage.has(&missing), "{missing} was not reached");
        }
    }
}

/// No rule lets a responsibility or a qualification be broader than anything, so these lists have no cursor.
fn can_be_reached(goal: &str) -> bool {
    let has_no_hierarchy = ["Qualification.", "Responsibility."].iter().any(|ty| goal.starts_with(ty));
    let is_hierarchy = ["broader", "narrower", "ancestors", "descendants"].iter().any(|field| goal.contains(field));
    let is_cursor = goal.ends_with("(after)") || goal.ends_with("(before)");
    !(has_no_hierarchy && is_hierarchy && is_cursor)
}

#[expect(clippy::print_stdout, reason = "shown by --nocapture only")]
fn tell(run: &Run, began: Instant) {
    let Tally { cases, answers, written, failed, too_large, pages, coverage } = &run.tally;
    println!(
        "{cases} cases in {:?}, {pages} of which turned pages: {answers} answers compared, {written} written directly, \
         {failed} with errors, {too_large} too large; {}",
        began.elapsed(),
        coverage.report(run.world.types()),
    );
}

#[tokio::test]
async fn a_disagreement_is_found_and_made_as_small_as_can_be() {
    let mut world = small_world().await;
    world.spoil = |answer| answer.replace("\"PROGRAMMING\"", "\"MARKUP\"");
    let (mut seed, mut tally) = (1, Tally::default());
    let found = loop {
        match try_case(&world, seed, &mut tally, None).await {
            Ok(()) => seed += 1,
            Err(found) => break found,
        }
    };
    assert!(found.operation.to_string().len() > 400, "{}", found.operation);
    let smallest = smallest(&world, &found).await;
    // One field that leads to a language, and its type; nothing can be left out.
    let (text, values) = (smallest.to_string(), smallest.values(0));
    let words = text.split(['{', '}', '(', ')', ' ', ':']).filter(|word| !word.is_empty());
    assert!(words.count() < 12 && text.contains("languageType") && values == json!({}), "{text} {values}");
}
