//! Registers that come packed, as gzip or zstd: known by their first bytes, not by their names.

use std::io::{self, BufRead, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZSTD: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Whether a file begins as packed ones do.
pub(super) fn is_packed(head: &[u8]) -> bool {
    head.starts_with(GZIP) || head.starts_with(ZSTD) || is_skippable(head)
}

/// What a packed stream holds, as it comes; `head` is how it begins.
pub(super) fn unpacked<'a>(head: &[u8], packed: impl BufRead + 'a) -> Box<dyn Read + 'a> {
    if head.starts_with(GZIP) {
        Box::new(MultiGzDecoder::new(packed))
    } else {
        Box::new(Frames { packed, decoder: FrameDecoder::new(), is_open: false })
    }
}

/// Whether a frame of zstd begins that holds nothing, as programs that pack in parallel write.
fn is_skippable(packed: &[u8]) -> bool {
    matches!(packed, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// The frames of zstd, one after the other.
struct Frames<R> {
    packed: R,
    decoder: FrameDecoder,
    /// Whether a frame is begun.
    is_open: bool,
}

impl<R: BufRead> Frames<R> {
    /// Begins the next frame; whether there is one.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.packed.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.packed) {
                Ok(()) => {
                    self.is_open = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let length = u64::from(length);
                    if io::copy(&mut (&mut self.packed).take(length), &mut io::sink())? < length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(_) => return Err(damaged()),
            }
        }
        Ok(false)
    }

    /// Ends a frame.
    fn end(&mut self) -> io::Result<()> {
        self.is_open = false;
        let stated = self.decoder.get_checksum_from_data();
        if stated.is_some() && stated != self.decoder.get_calculated_checksum() {
            return Err(damaged());
        }
        Ok(())
    }
}

/// That what is packed is damaged; how is of no use to those who read it.
fn damaged() -> io::Error {
    io::ErrorKind::InvalidData.into()
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.is_open && !self.begin()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.packed, one).map_err(|_| damaged())?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            self.end()?;
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

    fn all(packed: &[u8]) -> io::Result<Vec<u8>> {
        assert!(is_packed(packed));
        let mut bytes = Vec::new();
        unpacked(packed, packed).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    #[test]
    fn one_part_after_the_other_is_unpacked() {
        for pack in [gzip, zstd] {
            let packed = [pack(b"org_code,"), pack(b"joined\n")].concat();
            assert_eq!(all(&packed).unwrap(), b"org_code,joined\n");
            let many = vec![b'1'; 1_000_000];
            assert_eq!(all(&pack(&many)).unwrap(), many);
        }
        assert!(!is_packed(b"org_code"));
        let empty = b"\x50\x2a\x4d\x18\x02\x00\x00\x00..";
        let packed = [&empty[..], &zstd(b"org_code"), &empty[..]].concat();
        assert_eq!(all(&packed).unwrap(), b"org_code");
    }

    #[test]
    fn what_is_damaged_is_no_stream() {
        for pack in [gzip, zstd] {
            let packed = pack(b"org_code,joined\nschool-7,2020-01-01\n");
            for length in 4..packed.len() {
                assert!(all(&packed[..length]).is_err(), "{length}");
            }
            let mut changed = packed.clone();
            *changed.iter_mut().rev().nth(12).unwrap() ^= 1;
            let unpacked = all(&changed);
            assert_ne!(
                unpacked.ok().as_deref(),
                Some(&b"org_code,joined\nschool-7,2020-01-01\n"[..])
            );
        }
    }
}
