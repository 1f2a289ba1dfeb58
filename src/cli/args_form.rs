//! The forms of a result, as they are named on the command line.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::export::{Form, Rows};

/// The names of the forms.
pub(super) fn forms() -> impl TypedValueParser<Value = Form> {
    let names = Form::ALL.map(|form| PossibleValue::new(form.name()).help(about(form)));
    PossibleValuesParser::new(names).map(|name| name.parse().expect("it is one of the names"))
}

/// What a form is.
fn about(form: Form) -> &'static str {
    match form {
        Form::Json => "the record",
        Form::JsonLines => "records, one on each line",
        Form::Text => "the restored text",
        Form::Workbook => "a workbook: follow-up, targets, deadlines, assignments, documents, registers",
        Form::Table(Rows::FollowUp) => "the table of the follow-up",
        Form::Table(Rows::Targets) => "the table of targets",
        Form::Table(Rows::Deadlines) => "the table of deadlines",
        Form::Table(Rows::Assignments) => "the table of assignments",
        Form::Table(Rows::Documents) => "the table of documents",
        Form::Table(Rows::Outgoing) => "the register of outgoing documents",
        Form::Table(Rows::Incoming) => "the register of incoming documents",
        Form::Calendar => "a calendar of what is due on a day",
        Form::Page => "a page that shows scan and record, each value with its box",
        Form::Alto => "ALTO 4: words with boxes, confidences and alternatives",
        Form::Hocr => "hOCR: words with boxes and confidences",
        Form::EdXml => {
            "edXML of QCVN 102:2016: the header of a message between document systems; needs --organs"
        }
        Form::Pdf => "PDF/A-2b of two layers: the scan, and text that is not seen",
    }
}
