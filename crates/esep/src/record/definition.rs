//! How a record is defined: its fields with the lines they stand on, each said once.

/// Defines a whole by its parts: a struct with a count for each part and an enum of the parts.
///
/// Each part stands on a line right below that of the whole: `pay` of `violations` on
/// `violations.pay`. The whole is computed.
macro_rules! parts {
    (
        $(#[$doc:meta])*
        $name:ident, each a
        $(#[$part_doc:meta])*
        $part:ident {
            $( $(#[$field_doc:meta])* $variant:ident => $field:ident: $id:literal, )+
        }
    ) => {
        $(#[$part_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $part { $( $(#[$field_doc])* $variant, )+ }

        impl $part {
            /// All of them, in the order of the form.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// The last part of the line's id.
            pub const fn id(self) -> &'static str {
                match self { $( Self::$variant => $id, )+ }
            }
        }

        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name { $( $(#[$field_doc])* pub $field: $crate::figure::Count, )+ }

        impl $name {
            /// None of any.
            pub const EMPTY: Self = Self { $( $field: $crate::figure::Count::ZERO, )+ };

            /// How many of one part.
            pub const fn of(&self, part: $part) -> $crate::figure::Count {
                match part { $( $part::$variant => self.$field, )+ }
            }

            /// How many of one part, to be written.
            pub const fn of_mut(&mut self, part: $part) -> &mut $crate::figure::Count {
                match part { $( $part::$variant => &mut self.$field, )+ }
            }

            /// How many of all parts together; `None` where that is above 2^64.
            pub fn total(&self) -> Option<$crate::figure::Count> {
                $crate::figure::Count::checked_sum($part::ALL.iter().map(|part| self.of(*part)))
            }

            /// The share of one part in the whole; `None` where the whole is 0.
            pub fn share_of(&self, part: $part) -> Option<$crate::figure::Share> {
                $crate::figure::Share::new(self.of(part), self.total()?)
            }
        }

        impl $crate::record::Quantity for $name {
            const NOTHING: Self = Self::EMPTY;

            fn joined(self, other: Self) -> Option<Self> {
                Some(Self { $( $field: self.$field.checked_add(other.$field)?, )+ })
            }

            fn read(reader: &mut $crate::record::RecordReader<'_>, line: &str) -> Self {
                Self {
                    $( $field: $crate::record::Quantity::read(
                        reader,
                        &format!("{line}.{}", $part::$variant.id()),
                    ), )+
                }
            }

            fn tell(self, line: &str, lines: &mut Vec<$crate::record::RecordLine>) {
                use $crate::record::{LineRole, RecordLine};
                lines.push(RecordLine::new(line, LineRole::Whole, self.total()));
                for part in $part::ALL {
                    self.of(*part).tell(&format!("{line}.{}", part.id()), lines);
                }
            }
        }
    };
}

/// Defines a record: the struct and all that follows from which line each field stands on.
///
/// `wholes` and `measures` name the lines that it computes, and by which method.
macro_rules! record {
    (
        $(#[$doc:meta])*
        $name:ident of $form:literal {
            $( $(#[$field_doc:meta])* $field:ident: $quantity:ty = $line:literal, )+
        }
        $( wholes { $( $whole:literal => $sum:ident, )+ } )?
        $( measures { $( $measured:literal => $measure:ident, )+ } )?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name { $( $(#[$field_doc])* pub $field: $quantity, )+ }

        impl $crate::record::Record for $name {
            const FORM: &'static str = $form;

            const EMPTY: Self =
                Self { $( $field: <$quantity as $crate::record::Quantity>::NOTHING, )+ };

            fn checked_merge(&self, other: &Self) -> Option<Self> {
                use $crate::record::Quantity;
                Some(Self { $( $field: Quantity::joined(self.$field, other.$field)?, )+ })
            }

            fn lines(&self) -> Vec<$crate::record::RecordLine> {
                let mut lines = Vec::new();
                $( $crate::record::Quantity::tell(self.$field, $line, &mut lines); )+
                $($( lines.push($crate::record::RecordLine::new(
                    $whole,
                    $crate::record::LineRole::Whole,
                    self.$sum(),
                )); )+)?
                $($( lines.push($crate::record::RecordLine::new(
                    $measured,
                    $crate::record::LineRole::Measure,
                    self.$measure(),
                )); )+)?
                lines
            }

            fn read(reader: &mut $crate::record::RecordReader<'_>) -> Self {
                Self { $( $field: $crate::record::Quantity::read(reader, $line), )+ }
            }
        }
    };
}

pub(crate) use {parts, record};
