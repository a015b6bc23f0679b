//! How the cells of a form look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// What a cell is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    FormNumber,
    Title,
    Remark,
    /// The label of what is asked above the table.
    Asked,
    /// Words to be filled in.
    Words,
    Heading,
    Label,
    Unit,
    /// A figure to be filled in.
    Figure,
    /// A figure that the others give, unless it is filled in.
    Total,
    /// A cell that the form does not ask for.
    Closed,
    /// What is said of a line.
    Verdict,
    Fails,
    Doubtful,
}

const FILL_IN: u32 = 0x00FF_F9DB;
const COMPUTED: u32 = 0x00E9_F1E4;
const CLOSED: u32 = 0x00D9_D9D9;
const HEADING: u32 = 0x00E7_EBF0;
const LINES: u32 = 0x0080_8080;
const RED: u32 = 0x00B0_0020;
const AMBER: u32 = 0x008A_5A00;

impl Style {
    pub(super) fn format(self) -> Format {
        let plain = Format::new().set_text_wrap().set_align(FormatAlign::VerticalCenter);
        let framed =
            plain.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(LINES));
        let filled = |format: Format, color| format.set_background_color(Color::RGB(color));
        match self {
            Self::FormNumber => plain.set_align(FormatAlign::Right).set_italic(),
            Self::Title => plain.set_align(FormatAlign::Center).set_bold().set_font_size(14),
            Self::Remark => plain.set_italic().set_font_size(10),
            Self::Asked => plain.set_align(FormatAlign::Right),
            // What is typed stays text, even where it looks like a date.
            Self::Words => filled(framed, FILL_IN).set_unlocked().set_num_format("@"),
            Self::Heading => filled(framed, HEADING).set_align(FormatAlign::Center).set_bold(),
            Self::Label | Self::Verdict => framed,
            Self::Unit => framed.set_font_size(9),
            Self::Figure => filled(framed, FILL_IN).set_align(FormatAlign::Right).set_unlocked(),
            Self::Total => {
                filled(framed, COMPUTED).set_align(FormatAlign::Right).set_bold().set_unlocked()
            }
            Self::Closed => filled(framed, CLOSED),
            Self::Fails => Format::new().set_font_color(Color::RGB(RED)).set_bold(),
            Self::Doubtful => Format::new().set_font_color(Color::RGB(AMBER)),
        }
    }
}
