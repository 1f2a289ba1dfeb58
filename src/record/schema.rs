//! The JSON Schema of the record, and the same in tables for people.

use std::fmt::Write;

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{Schema, generate::Contract};
use serde_json::{Map, Value};

use super::{Record, VERSION};

/// The JSON Schema of the record, draft 2020-12, as records are written: fields that are always there are required.
pub fn schema() -> Value {
    let mut settings = SchemaSettings::draft2020_12();
    settings.contract = Contract::Serialize;
    let mut schema = settings.with_transform(Plain).into_generator().into_root_schema_for::<Record>();
    // A name that says which format it is: it is no address, nothing is to be fetched.
    schema.insert("$id".to_owned(), format!("urn:vanthu:record:{VERSION}").into());
    schema.to_value()
}

/// Descriptions without what belongs to the source code: line ends inside of a paragraph, `None`.
#[derive(Debug, Clone)]
struct Plain;

impl Transform for Plain {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(Value::String(text)) = schema.get_mut("description") {
            let paragraphs: Vec<String> = text.split("\n\n").map(|text| text.replace('\n', " ")).collect();
            *text = paragraphs.join("\n\n").replace("`None`", "`null`");
        }
        transform_subschemas(self, schema);
    }
}

/// All types of the record with their fields or values, as Markdown, in the order in which the record names them.
pub fn fields() -> String {
    let schema = schema();
    let mut text = String::new();
    let types = schema["$defs"].as_object().into_iter().flatten();
    let root = ("Record".to_owned(), &schema);
    for (name, of_type) in std::iter::once(root).chain(types.map(|(name, of_type)| (name.clone(), of_type))) {
        write!(text, "\n### {name}\n{}\n", description(of_type)).expect("writing to a string does not fail");
        text += &rows(of_type);
    }
    text
}

fn rows(of_type: &Value) -> String {
    let row = |cells: [&str; 3]| {
        // A bar would end the cell.
        format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|").replace("\n\n", " ")).join(" | "))
    };
    if let Some(fields) = of_type["properties"].as_object() {
        let head = "\n".to_owned() + &row(["Field", "Type", "Meaning"]) + &row(["---"; 3]);
        let rows = fields.iter().map(|(name, field)| {
            let required =
                of_type["required"].as_array().is_some_and(|all| all.iter().any(|one| one == name));
            let name = if required { format!("`{name}`") } else { format!("`{name}`, may be left out") };
            row([&name, &type_of(field), &description(field)])
        });
        return rows.fold(head, |text, row| text + &row);
    }
    let values = of_type["oneOf"].as_array();
    let values: Vec<_> = values.into_iter().flatten().filter(|value| value.get("const").is_some()).collect();
    if values.is_empty() {
        return format!("\n{}\n", type_of(of_type));
    }
    let head = "\n| Value | Meaning |\n| --- | --- |\n".to_owned();
    values.iter().fold(head, |text, value| {
        let meaning = description(value).replace('|', "\\|");
        text + &format!("| `{}` | {meaning} |\n", value["const"].as_str().unwrap_or_default())
    })
}

fn description(schema: &Value) -> String {
    schema["description"].as_str().unwrap_or_default().to_owned()
}

/// What kind of value it is, in words; types of their own as links.
fn type_of(schema: &Value) -> String {
    let none = Map::new();
    let schema = schema.as_object().unwrap_or(&none);
    let of = |key: &str| schema.get(key);
    if let Some(name) = of("$ref").and_then(Value::as_str) {
        let name = name.rsplit('/').next().unwrap_or(name);
        return format!("[{name}](#{})", name.to_lowercase());
    }
    if let Some(value) = of("const") {
        return format!("`{value}`");
    }
    if let Some(choices) = of("anyOf").or(of("oneOf")).and_then(Value::as_array) {
        return choices.iter().map(type_of).collect::<Vec<_>>().join(" or ");
    }
    if let Some(items) = of("prefixItems").and_then(Value::as_array) {
        return format!("[{}]", items.iter().map(type_of).collect::<Vec<_>>().join(", "));
    }
    let one = |name: &str| match name {
        "array" => {
            let item = of("items").map_or_else(String::new, type_of);
            match of("minItems").and_then(Value::as_u64) {
                Some(count) => format!("[{}]", vec![item; usize::try_from(count).unwrap_or(0)].join(", ")),
                None => format!("list of {item}"),
            }
        }
        name => name.to_owned(),
    };
    match of("type") {
        Some(Value::String(name)) => one(name),
        Some(Value::Array(names)) => {
            names.iter().filter_map(Value::as_str).map(one).collect::<Vec<_>>().join(" or ")
        }
        _ => "any".to_owned(),
    }
}
