//! 大写金额: amounts in capital numerals, by 银发〔1997〕393号 annex 1.

use crate::Money;

const DIGITS: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
const PLACES: [&str; 4] = ["", "拾", "佰", "仟"];
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

impl Money {
    /// The amount in capital numerals without the prefix 人民币: `9582.54` is `玖仟伍佰捌拾贰元伍角肆分`.
    pub fn capitals(self) -> String {
        if self.is_zero() {
            return "零元整".to_owned();
        }
        let fen = self.fen().unsigned_abs();
        let sign = if self.is_negative() { "负" } else { "" };
        format!("{sign}{}{}", yuan_part(fen / 100), decimal_part(fen))
    }
}

fn yuan_part(yuan: u64) -> String {
    if yuan == 0 { String::new() } else { format!("{}元", integer(yuan)) }
}

/// Groups of four digits, each with its place name; zeros between digits are said once.
fn integer(number: u64) -> String {
    let groups: Vec<u64> = std::iter::successors(Some(number), |rest| Some(rest / 10_000))
        .take_while(|rest| *rest > 0)
        .map(|rest| rest % 10_000)
        .collect();
    let mut text = String::new();
    for (index, group) in groups.iter().enumerate().rev() {
        if *group == 0 {
            continue;
        }
        if !text.is_empty() && (*group < 1000 || groups[index + 1] == 0) {
            text.push_str(DIGITS[0]);
        }
        text.push_str(&four_digits(*group));
        text.push_str(GROUPS[index]);
    }
    text
}

fn four_digits(group: u64) -> String {
    let mut text = String::new();
    let mut skipped_zero = false;
    for place in (0..4).rev() {
        let digit = (group / 10_u64.pow(place) % 10) as usize;
        if digit == 0 {
            skipped_zero = !text.is_empty();
            continue;
        }
        if skipped_zero {
            text.push_str(DIGITS[0]);
        }
        skipped_zero = false;
        text.push_str(DIGITS[digit]);
        text.push_str(PLACES[place as usize]);
    }
    text
}

/// 整 stands after yuan only. A missing jiao before fen is said as 零; so is a run of zeros that ends the yuan.
fn decimal_part(fen: u64) -> String {
    let (yuan, jiao, fen) = (fen / 100, fen / 10 % 10, fen % 10);
    let zero = if yuan > 0 && yuan.is_multiple_of(100) { DIGITS[0] } else { "" };
    match (jiao, fen) {
        (0, 0) => "整".to_owned(),
        (0, fen) if yuan == 0 => format!("{}分", DIGITS[fen as usize]),
        (0, fen) => format!("零{}分", DIGITS[fen as usize]),
        (jiao, 0) => format!("{zero}{}角", DIGITS[jiao as usize]),
        (jiao, fen) => format!("{zero}{}角{}分", DIGITS[jiao as usize], DIGITS[fen as usize]),
    }
}

#[cfg(test)]
mod tests {
    use crate::Money;

    /// The official examples, and more of their kind. Where the rule leaves 零 before 角 open, ours says it
    /// after a run of zeros only.
    const VECTORS: [(&str, &str); 23] = [
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元零伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("9582.54", "玖仟伍佰捌拾贰元伍角肆分"),
        ("86.40", "捌拾陆元肆角"),
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.56", "伍角陆分"),
        ("10", "壹拾元整"),
        ("100.05", "壹佰元零伍分"),
        ("10001", "壹万零壹元整"),
        ("1000000", "壹佰万元整"),
        ("100000000", "壹亿元整"),
        ("10010.10", "壹万零壹拾元壹角"),
        ("1001000", "壹佰万壹仟元整"),
        ("20000.30", "贰万元零叁角"),
        ("100010001.01", "壹亿零壹万零壹元零壹分"),
        ("-86.40", "负捌拾陆元肆角"),
        ("100100000", "壹亿零壹拾万元整"),
        ("100001000", "壹亿零壹仟元整"),
    ];

    #[test]
    fn amounts_in_capitals() {
        for (amount, capitals) in VECTORS {
            assert_eq!(amount.parse::<Money>().unwrap().capitals(), capitals, "{amount}");
        }
    }
}
