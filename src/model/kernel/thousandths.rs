//! Decimal numbers of requests as whole thousandths, so that no state depends on how a machine rounds.

use serde_json::Value;

/// A JSON number in thousandths, rounded; none of anything else, or of a number that is too large.
pub fn read(value: &Value) -> Option<i64> {
    const MOST: f64 = 1e15;
    let number = value.as_f64()?;
    (number.abs() < MOST).then(|| (number * 1000.0).round() as i64)
}

/// As a JSON number.
pub fn to_json(thousandths: i64) -> Value {
    Value::from(thousandths as f64 / 1000.0)
}

/// `70.0`, `12.345`: at least one decimal, as CloudWatch writes them.
pub fn text(thousandths: i64) -> String {
    let (whole, part) = (thousandths.unsigned_abs() / 1000, thousandths.unsigned_abs() % 1000);
    let mut digits = format!("{part:03}");
    while digits.len() > 1 && digits.ends_with('0') {
        digits.pop();
    }
    format!("{}{whole}.{digits}", if thousandths < 0 { "-" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_become_thousandths_and_back() {
        for (number, thousandths, words) in
            [(json!(70), 70_000, "70.0"), (json!(0.25), 250, "0.25"), (json!(-12.5), -12_500, "-12.5")]
        {
            assert_eq!(read(&number), Some(thousandths));
            assert_eq!(text(thousandths), words);
            assert_eq!(to_json(thousandths).as_f64(), number.as_f64());
        }
        assert_eq!(read(&json!("70")), None);
        assert_eq!(read(&json!(1e300)), None);
    }
}
