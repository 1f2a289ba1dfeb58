//! Kinds of files that are known and not read.

use strum::VariantArray;

/// A kind of file that is known and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, VariantArray)]
pub enum OtherKind {
    /// Word, since 2007.
    Docx,
    /// Excel, since 2007.
    Xlsx,
    /// Slides of Office, since 2007.
    Pptx,
    /// Text, table or slides of Office before 2007.
    OldOffice,
    /// Text, table or slides of other offices.
    OpenDocument,
    /// Rich text.
    Rtf,
    /// A web page.
    Html,
    /// Other marked-up data.
    Xml,
    /// An electronic letter.
    Mail,
    /// A print job.
    PostScript,
    /// Photographs of telephones.
    Heic,
    /// Scans of libraries.
    Djvu,
    /// Packed files.
    Archive,
}

impl OtherKind {
    /// What it is, with its article.
    pub(crate) fn name(self) -> &'static str {
        match self {
            OtherKind::Docx => "a Word document (DOCX)",
            OtherKind::Xlsx => "an Excel workbook (XLSX)",
            OtherKind::Pptx => "a PowerPoint presentation (PPTX)",
            OtherKind::OldOffice => "a Word, Excel or PowerPoint document of before 2007",
            OtherKind::OpenDocument => "an OpenDocument file",
            OtherKind::Rtf => "RTF",
            OtherKind::Html => "a web page (HTML)",
            OtherKind::Xml => "an XML file",
            OtherKind::Mail => "an electronic letter (EML)",
            OtherKind::PostScript => "PostScript",
            OtherKind::Heic => "a HEIC picture",
            OtherKind::Djvu => "a DjVu file",
            OtherKind::Archive => "an archive of files",
        }
    }
}
