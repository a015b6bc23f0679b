//! Registers that come packed, as gzip or zstd: known by their first bytes, not by their names.

use std::io::{self, Read};

use esep::{Code, Finding, Message, Place};
use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use crate::source::File;

/// How many bytes a packed file may hold. Little bytes can unpack to any number, and what is
/// unpacked is held in memory.
pub(super) const LARGEST_UNPACKED: u64 = 256 << 20;

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Whether a file begins as packed ones do.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(GZIP) || bytes.starts_with(ZSTD) || is_skippable(bytes)
}

/// The file with what it holds unpacked, or what keeps it from being unpacked.
pub(super) fn unpack(file: File, largest: u64) -> Result<File, Box<Finding>> {
    let packed = file.bytes.as_slice();
    let unpacked = if packed.starts_with(GZIP) {
        read_up_to(MultiGzDecoder::new(packed), largest)
    } else if packed.starts_with(ZSTD) || is_skippable(packed) {
        read_up_to(Frames { rest: packed, decoder: None }, largest)
    } else {
        return Ok(file);
    };
    let refused = |message, hint| {
        let place = Some(Place::whole(&file.name));
        let finding = Finding::new(Code::UnreadableDocument, place, message);
        Box::new(finding.with_hint(Message::new(hint)))
    };
    match unpacked {
        Ok(Some(bytes)) => Ok(File { bytes, ..file }),
        Ok(None) => {
            let limit = usize::try_from(largest >> 20).unwrap_or(usize::MAX);
            let message = Message::new("unreadable-document.unpacks-too-large");
            Err(refused(message.with("limit", limit), "hint.split-file"))
        }
        Err(_) => {
            let message = Message::new("unreadable-document.damaged-archive");
            Err(refused(message, "hint.pack-again"))
        }
    }
}

/// Whether a frame of zstd begins that holds nothing, as programs that pack in parallel write.
fn is_skippable(packed: &[u8]) -> bool {
    matches!(packed, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// All that a stream says; `None` where that is more than so many bytes.
fn read_up_to(stream: impl Read, largest: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    let read = stream.take(largest.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((u64::try_from(read).is_ok_and(|read| read <= largest)).then_some(bytes))
}

/// The frames of zstd, one after the other.
struct Frames<'a> {
    rest: &'a [u8],
    decoder: Option<StreamingDecoder<&'a [u8], FrameDecoder>>,
}

/// The length of the header of a frame that holds nothing.
const SKIPPABLE_HEADER: usize = 8;

impl<'a> Frames<'a> {
    /// Begins the next frame that holds something, where there is one.
    fn begin(&mut self) -> io::Result<Option<StreamingDecoder<&'a [u8], FrameDecoder>>> {
        while !self.rest.is_empty() {
            let length = match StreamingDecoder::new(self.rest) {
                Ok(decoder) => return Ok(Some(decoder)),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => usize::try_from(length).map_err(io::Error::other)?,
                Err(error) => return Err(io::Error::other(error)),
            };
            let rest = self.rest.get(SKIPPABLE_HEADER.saturating_add(length)..);
            self.rest = rest.ok_or(io::ErrorKind::UnexpectedEof)?;
        }
        Ok(None)
    }

    /// Ends a frame.
    fn end(&mut self, decoder: StreamingDecoder<&'a [u8], FrameDecoder>) -> io::Result<()> {
        let (rest, frame) = decoder.into_parts();
        self.rest = rest;
        let stated = frame.get_checksum_from_data();
        if stated.is_some() && stated != frame.get_calculated_checksum() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(())
    }
}

impl Read for Frames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(mut decoder) = self.decoder.take() else {
                self.decoder = self.begin()?;
                if self.decoder.is_none() {
                    return Ok(0);
                }
                continue;
            };
            let read = decoder.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                self.decoder = Some(decoder);
                return Ok(read);
            }
            self.end(decoder)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    fn unpacked(bytes: Vec<u8>) -> Result<Vec<u8>, &'static str> {
        let file = unpack(File::new("members.csv", bytes), 1000);
        file.map(|file| file.bytes).map_err(|finding| finding.message.key)
    }

    #[test]
    fn one_part_after_the_other_is_unpacked() {
        for pack in [gzip, zstd] {
            let packed = [pack(b"org_code,"), pack(b"joined\n")].concat();
            assert_eq!(unpacked(packed).unwrap(), b"org_code,joined\n");
            assert_eq!(unpacked(pack(&[b'1'; 1000])).unwrap().len(), 1000);
        }
        assert_eq!(unpacked(b"org_code".to_vec()).unwrap(), b"org_code");
        let empty = b"\x50\x2a\x4d\x18\x02\x00\x00\x00..";
        let packed = [&empty[..], &zstd(b"org_code"), &empty[..]].concat();
        assert_eq!(unpacked(packed).unwrap(), b"org_code");
    }

    #[test]
    fn what_unpacks_to_too_much_is_told() {
        for pack in [gzip, zstd] {
            let bomb = unpacked(pack(&[b'1'; 1001]));
            assert_eq!(bomb, Err("unreadable-document.unpacks-too-large"));
        }
    }

    #[test]
    fn what_is_damaged_is_told() {
        for pack in [gzip, zstd] {
            let packed = pack(b"org_code,joined\nschool-7,2020-01-01\n");
            for length in 4..packed.len() {
                let cut = packed.get(..length).unwrap().to_vec();
                assert_eq!(unpacked(cut), Err("unreadable-document.damaged-archive"), "{length}");
            }
            let mut changed = packed.clone();
            *changed.iter_mut().rev().nth(12).unwrap() ^= 1;
            assert_ne!(
                unpacked(changed).as_deref(),
                Ok(&b"org_code,joined\nschool-7,2020-01-01\n"[..])
            );
        }
    }
}
