//! Fractions as text, for styles and drawings. The standard library's way of writing a float is exact, and so large
//! that it would be a good part of the page; where three decimals will do, whole numbers can be written instead.

use std::fmt;

/// Writes a number with the decimals that the format asks for (`{:.1}`), else with those it has, three at most.
#[derive(Clone, Copy)]
pub struct Decimal(f64);

pub fn decimal(value: impl Into<f64>) -> Decimal {
    Decimal(value.into())
}

const MOST_DECIMALS: usize = 3;

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = f.precision().unwrap_or(MOST_DECIMALS);
        let unit = 10_u64.pow(decimals as u32);
        let number = (self.0.abs() * unit as f64).round() as u64;
        let sign = if self.0 < 0.0 && number > 0 { "-" } else { "" };
        let (whole, rest) = (number / unit, number % unit);
        if decimals == 0 {
            return write!(f, "{sign}{whole}");
        }
        let text = format!("{sign}{whole}.{rest:0decimals$}");
        match f.precision() {
            Some(_) => f.write_str(&text),
            None => f.write_str(text.trim_end_matches('0').trim_end_matches('.')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_as_floats_are_written() {
        for value in [0.0, 0.25, 1.0, 12.5, 99.999, 100.0, 1234.061, -0.04, -3.75] {
            assert_eq!(decimal(value).to_string(), value.to_string());
            assert_eq!(format!("{:.2}", decimal(value)), format!("{value:.2}"));
            assert_eq!(format!("{:.3}", decimal(value)), format!("{value:.3}"));
        }
        assert_eq!(format!("{:.0}", decimal(7.6)), "8");
    }
}
