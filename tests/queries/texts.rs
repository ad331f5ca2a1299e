//! Labels and notes in the locale that is asked for.

use serde_json::json;

use super::small;

#[tokio::test]
async fn the_preferred_label_falls_back_to_the_language_then_to_english_then_to_any() {
    let app = small::app().await;
    for (field, slug, locale, expected) in [
        ("role", "backend-developer", "fr", "développeur back-end"),
        ("role", "backend-developer", "fr-CA", "développeur dorsal"),
        ("role", "backend-developer", "fr-BE", "développeur back-end"),
        ("role", "backend-developer", "de", "Backend developer"),
        ("role", "backend-developer", "", "Backend developer"),
        ("role", "developer", "pt-BR", "programador"),
        ("role", "developer", "pt", "programador"),
        ("language", "sql", "es-MX", "SQL en español"),
        ("language", "sql", "en", "Abfragesprache SQL"),
        ("language", "sql", "fr", "Abfragesprache SQL"),
    ] {
        let query = format!(r#"{{ {field}(by: {{slug: "{slug}"}}) {{ prefLabel(locale: "{locale}") }} }}"#);
        assert_eq!(app.data(&query).await[field]["prefLabel"], expected, "{slug} in {locale}");
    }
    let query = r#"{ role(by: {slug: "backend-developer"}) { prefLabel } }"#;
    assert_eq!(app.data(query).await["role"]["prefLabel"], "Backend developer");
}

#[tokio::test]
async fn other_labels_are_those_of_the_very_locale_and_notes_fall_back_to_english() {
    let app = small::app().await;
    let role = |selection: &str| format!(r#"{{ role(by: {{slug: "backend-developer"}}) {{ {selection} }} }}"#);
    let query = role(
        r#"en: altLabels fr: altLabels(locale: "fr") frCA: altLabels(locale: "fr-CA") hidden: hiddenLabels(locale: "en")
        definition frDefinition: definition(locale: "fr-CA") deDefinition: definition(locale: "de")
        frDescription: description(locale: "fr") scopeNote editorialNote frEditorialNote: editorialNote(locale: "fr")"#,
    );
    let expected = json!({
        "en": ["Back-end engineer", "Server-side developer"],
        "fr": ["développeuse back-end"],
        "frCA": [],
        "hidden": ["backender"],
        "definition": "Builds what runs on servers.",
        "frDefinition": "Construit ce qui tourne sur les serveurs.",
        "deDefinition": "Builds what runs on servers.",
        "frDescription": "Logic, data and interfaces.",
        "scopeNote": "Not the pages.",
        "editorialNote": null,
        "frEditorialNote": "À revoir.",
    });
    assert_eq!(app.data(&query).await["role"], expected);
}
