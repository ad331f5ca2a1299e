//! The files of a package: which there are, in which language, and which are missing.
//!
//! Packages come in many shapes: all files in one folder or in folders below it, with the language behind the name of
//! the file (`skills_en.csv`), as the name of the folder (`en/skills.csv`) or nowhere, plain or compressed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use entity::Kind;

use super::{
    super::{Extent, ImportError},
    Options,
};

/// What a file of a package is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    IscoGroups,
    Occupations,
    SkillGroups,
    Skills,
    OccupationHierarchy,
    SkillHierarchy,
    OccupationSkills,
    SkillSkills,
}

impl Part {
    /// Files that describe concepts, one for each language.
    pub(super) const CONCEPTS: &[Self] = &[Self::IscoGroups, Self::Occupations, Self::SkillGroups, Self::Skills];

    /// Files that join concepts, one for all languages.
    pub(super) const RELATIONS: &[Self] =
        &[Self::OccupationHierarchy, Self::SkillHierarchy, Self::OccupationSkills, Self::SkillSkills];

    /// What the files are called, in the official layout and in that of the Tabiya platform.
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::IscoGroups => &["ISCOGroups", "occupation_groups"],
            Self::Occupations => &["occupations"],
            Self::SkillGroups => &["skillGroups", "skill_groups"],
            Self::Skills => &["skills"],
            Self::OccupationHierarchy => &["broaderRelationsOccPillar"],
            Self::SkillHierarchy => &["broaderRelationsSkillPillar"],
            Self::OccupationSkills => &["occupationSkillRelations"],
            Self::SkillSkills => &["skillSkillRelations"],
        }
    }

    /// The files without which this one only names concepts that nobody describes.
    const fn needs(self) -> &'static [Self] {
        match self {
            Self::OccupationHierarchy => &[Self::IscoGroups, Self::Occupations],
            Self::SkillHierarchy => &[Self::SkillGroups, Self::Skills],
            Self::OccupationSkills => &[Self::Occupations, Self::Skills],
            Self::SkillSkills => &[Self::Skills],
            Self::IscoGroups | Self::Occupations | Self::SkillGroups | Self::Skills => &[],
        }
    }

    /// What the files are about, in words.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::IscoGroups => "ISCO groups",
            Self::Occupations => "occupations",
            Self::SkillGroups => "skill groups",
            Self::Skills => "skills",
            Self::OccupationHierarchy => "hierarchy of occupations",
            Self::SkillHierarchy => "hierarchy of skills",
            Self::OccupationSkills => "skills of occupations",
            Self::SkillSkills => "skills of skills",
        }
    }

    fn is_named(self, name: &str) -> bool {
        self.names().iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    const fn name(self) -> &'static str {
        self.names()[0]
    }

    /// What the concepts are that the files describe.
    pub(super) const fn kind(self) -> Kind {
        match self {
            Self::IscoGroups => Kind::RoleGroup,
            Self::SkillGroups => Kind::SkillGroup,
            Self::Skills | Self::SkillHierarchy | Self::SkillSkills => Kind::Skill,
            Self::Occupations | Self::OccupationHierarchy | Self::OccupationSkills => Kind::Role,
        }
    }
}

/// Files that say nothing which the others do not say: `skillsHierarchy` repeats skill groups and their hierarchy.
const REPEATED: &[&str] = &["conceptSchemes", "skillsHierarchy", "dictionary", "model_info"];

/// Where to get what is missing.
const ADVICE: &str = "download the CSV package of the classification from https://esco.ec.europa.eu/en/use-esco/download \
                      and unpack it there";

/// A file of the package.
#[derive(Debug)]
pub(super) struct File {
    pub(super) path: PathBuf,
    /// Its name without language and endings, as in `skillGroups`.
    pub(super) name: String,
    locale: Option<String>,
}

/// The files below a folder.
#[derive(Debug)]
pub(super) struct Package {
    dir: PathBuf,
    locales: Vec<String>,
    files: Vec<File>,
    /// The files that are missing and would have to be there.
    missing: Vec<Part>,
}

impl Package {
    /// Looks which files there are.
    ///
    /// # Errors
    ///
    /// When this is no folder with files of ESCO, and when files are missing that are needed.
    pub(super) fn open(dir: &Path, options: &Options) -> Result<Self, ImportError> {
        let mut files = Vec::new();
        if dir.is_file() {
            return Err(wrong(dir, "this is a file: name the folder into which the package was unpacked"));
        }
        collect(dir, &mut files, true)?;
        files.sort_by(|left, right| left.path.cmp(&right.path));
        let mut locales: Vec<String> = Vec::new();
        for locale in &options.locales {
            if !locales.contains(locale) {
                locales.push(locale.clone());
            }
        }
        let mut package = Self { dir: dir.to_owned(), locales, files, missing: Vec::new() };
        package.require_any()?;
        package.missing = package.find_missing()?;
        if !package.missing.is_empty() && !options.allow_partial {
            let missing = package.names_of_missing();
            let reason = format!(
                "there is no {missing}: {ADVICE}; or take in what is there with --allow-partial, which deprecates nothing"
            );
            return Err(wrong(dir, reason));
        }
        Ok(package)
    }

    /// The main language, and the others.
    pub(super) fn locales(&self) -> (&str, &[String]) {
        self.locales.split_first().map_or(("en", &[]), |(main, others)| (main.as_str(), others))
    }

    /// Whether these are all files that make a package.
    pub(super) fn extent(&self) -> Extent {
        if self.missing.is_empty() { Extent::Whole } else { Extent::Part }
    }

    /// The file that describes concepts in a language, if there is one.
    ///
    /// # Errors
    ///
    /// When there are several.
    pub(super) fn concepts(&self, part: Part, locale: &str) -> Result<Option<&Path>, ImportError> {
        let of_part = |file: &&File| part.is_named(&file.name);
        let in_locale = |file: &&File| file.locale.as_deref() == Some(locale);
        let named = self.only(self.files.iter().filter(of_part).filter(in_locale))?;
        if named.is_some() || locale != self.locales().0 {
            return Ok(named);
        }
        self.only(self.files.iter().filter(of_part).filter(|file| file.locale.is_none()))
    }

    /// The file that joins concepts, if there is one and the concepts are described.
    ///
    /// # Errors
    ///
    /// When there are several.
    pub(super) fn relations(&self, part: Part) -> Result<Option<&Path>, ImportError> {
        if part.needs().iter().any(|needed| self.missing.contains(needed)) {
            return Ok(None);
        }
        self.in_any_locale(|file| part.is_named(&file.name))
    }

    /// The files of collections, one for each collection, if the concepts in it are described.
    ///
    /// # Errors
    ///
    /// When there are several for one collection.
    pub(super) fn collections(&self) -> Result<Vec<(&str, &Path)>, ImportError> {
        let mut names: Vec<_> = self.files.iter().filter(|file| is_collection(file)).map(|file| &*file.name).collect();
        names.sort_unstable();
        names.dedup_by(|left, right| left.eq_ignore_ascii_case(right));
        names.retain(|name| !self.missing.contains(&collects(name)));
        let find = |name| Some((name, self.in_any_locale(|file| file.name.eq_ignore_ascii_case(name)).transpose()?));
        names.into_iter().filter_map(find).map(|(name, path)| Ok((name, path?))).collect()
    }

    /// That a file is not there.
    pub(super) fn lacks(&self, part: Part) -> ImportError {
        wrong(&self.dir, format!("there is no {}_{}.csv: {ADVICE}", part.name(), self.locales().0))
    }

    /// A file that speaks of the package as a whole.
    pub(super) fn first_file(&self) -> &Path {
        self.files.first().map_or(&*self.dir, |file| &*file.path)
    }

    /// Names of folders that may tell the version, the nearest to the files first.
    pub(super) fn folders(&self) -> impl Iterator<Item = String> {
        let below = self.first_file().parent().map(Path::to_path_buf);
        let whole = fs::canonicalize(&self.dir).ok();
        below.into_iter().chain(whole).filter_map(|path| Some(path.file_name()?.to_string_lossy().into_owned()))
    }

    /// What whoever imports should know of the files.
    pub(super) fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if !self.missing.is_empty() {
            remarks.push(format!("there is no {}: nothing is deprecated", self.names_of_missing()));
        }
        let (main, others) = self.locales();
        for locale in others {
            let without =
                |part: &&Part| matches!(self.concepts(**part, locale), Ok(None)) && !self.missing.contains(part);
            let without: Vec<_> = Part::CONCEPTS.iter().filter(without).map(|part| part.name()).collect();
            if !without.is_empty() {
                remarks.push(format!("`{locale}` has no {}: they are in other languages only", without.join(", ")));
            }
        }
        let ours = |file: &&File| file.locale.as_ref().is_none_or(|locale| locale == main || others.contains(locale));
        let unread: Vec<_> = self.files.iter().filter(ours).filter(|file| !self.is_read(file)).collect();
        if !unread.is_empty() {
            let names: Vec<_> = unread.iter().map(|file| file.path.display().to_string()).collect();
            remarks.push(format!("not read: {}", names.join(", ")));
        }
        remarks
    }

    fn is_read(&self, file: &File) -> bool {
        let repeated = REPEATED.iter().any(|name| name.eq_ignore_ascii_case(&file.name));
        let part = Part::CONCEPTS.iter().chain(Part::RELATIONS).find(|part| part.is_named(&file.name));
        let needs = part.map_or(&[][..], |part| part.needs());
        let read = part.is_some() || is_collection(file) && !self.missing.contains(&collects(&file.name));
        repeated || read && !needs.iter().any(|needed| self.missing.contains(needed))
    }

    fn require_any(&self) -> Result<(), ImportError> {
        let concepts = |file: &&File| Part::CONCEPTS.iter().any(|part| part.is_named(&file.name));
        if !self.files.iter().any(|file| concepts(&file)) {
            let onet = self.dir.join("Occupation Data.txt");
            let is_onet = onet.exists() || onet.with_extension("txt.gz").exists();
            return Err(match is_onet {
                true => wrong(&self.dir, "this is the O*NET database: use `skillgraph import onet`"),
                false => wrong(&self.dir, format!("there are no files of ESCO, such as occupations_en.csv: {ADVICE}")),
            });
        }
        for locale in &self.locales {
            let mut found = Part::CONCEPTS.iter().map(|part| self.concepts(*part, locale));
            if !found.any(|found| matches!(found, Ok(Some(_)) | Err(_))) {
                let mut present: Vec<_> = self.files.iter().filter_map(|file| file.locale.as_deref()).collect();
                present.sort_unstable();
                present.dedup();
                let present = if present.is_empty() { "not named".to_owned() } else { present.join(", ") };
                let reason =
                    format!("there are no files in `{locale}`: the languages here are {present}; see --locale");
                return Err(wrong(&self.dir, reason));
            }
        }
        Ok(())
    }

    fn find_missing(&self) -> Result<Vec<Part>, ImportError> {
        let mut missing = Vec::new();
        for &part in Part::CONCEPTS {
            missing.extend(self.concepts(part, self.locales().0)?.is_none().then_some(part));
        }
        for &part in Part::RELATIONS {
            missing.extend(self.in_any_locale(|file| part.is_named(&file.name))?.is_none().then_some(part));
        }
        Ok(missing)
    }

    fn names_of_missing(&self) -> String {
        let main = self.locales().0;
        let names: Vec<_> = self.missing.iter().map(|part| format!("{}_{main}.csv", part.name())).collect();
        names.join(", ")
    }

    /// The file for no language in particular, or the one for the first of the languages that has one.
    fn in_any_locale(&self, wanted: impl Fn(&File) -> bool) -> Result<Option<&Path>, ImportError> {
        let wanted: Vec<_> = self.files.iter().filter(|file| wanted(file)).collect();
        let asked = self.locales.iter().map(|locale| Some(locale.as_str()));
        let present = wanted.iter().map(|file| file.locale.as_deref());
        for locale in std::iter::once(None).chain(asked).chain(present.clone()) {
            let found = self.only(wanted.iter().filter(|file| file.locale.as_deref() == locale).copied())?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    fn only<'f>(&self, mut files: impl Iterator<Item = &'f File>) -> Result<Option<&'f Path>, ImportError> {
        match (files.next(), files.next()) {
            (Some(first), Some(second)) => {
                let (first, second) = (first.path.display(), second.path.display());
                let reason = format!("{first} and {second} are the same file twice: name the folder of one package");
                Err(wrong(&self.dir, reason))
            }
            (first, _) => Ok(first.map(|file| &*file.path)),
        }
    }
}

fn is_collection(file: &File) -> bool {
    file.name.to_ascii_lowercase().ends_with("collection")
}

/// The file in which the members of a collection are described.
fn collects(collection: &str) -> Part {
    if collection.to_ascii_lowercase().contains("occupation") { Part::Occupations } else { Part::Skills }
}

fn collect(dir: &Path, files: &mut Vec<File>, deeper: bool) -> Result<(), ImportError> {
    let entries = fs::read_dir(dir).map_err(|error| ImportError::cannot_read(dir, &error))?;
    for entry in entries {
        let path = entry.map_err(|error| ImportError::cannot_read(dir, &error))?.path();
        match path.is_dir() {
            true if deeper => collect(&path, files, false)?,
            true => {}
            false => files.extend(recognise(path)),
        }
    }
    Ok(())
}

/// A CSV file with what its name says.
fn recognise(path: PathBuf) -> Option<File> {
    let name = path.file_name()?.to_str()?;
    let name = name.strip_suffix(".gz").unwrap_or(name);
    let (stem, ending) = name.rsplit_once('.')?;
    if !ending.eq_ignore_ascii_case("csv") {
        return None;
    }
    let (name, locale) = match stem.rsplit_once('_').filter(|(_, locale)| is_locale(locale)) {
        Some((name, locale)) => (name, Some(locale.to_owned())),
        None => (stem, locale_of_folder(&path)),
    };
    Some(File { name: name.to_owned(), locale, path })
}

fn locale_of_folder(path: &Path) -> Option<String> {
    let folder = path.parent()?.file_name()?.to_str()?;
    let locale = folder.strip_suffix("-tabiya").unwrap_or(folder);
    is_locale(locale).then(|| locale.to_owned())
}

/// Whether a word is the name of a language as ESCO has them: `en`, `en-us`.
fn is_locale(word: &str) -> bool {
    let mut parts = word.split('-');
    let mut two_letters =
        || parts.next().is_none_or(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_lowercase()));
    two_letters() && two_letters() && parts.next().is_none()
}

fn wrong(path: &Path, reason: impl Into<String>) -> ImportError {
    ImportError::WrongContent { path: path.display().to_string(), reason: reason.into() }
}
