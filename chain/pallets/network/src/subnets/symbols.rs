//! Symbols of the subnets' alpha: one letter each, of a fixed table.

use myelin_units::NetUid;

/// The table, alphabet by alphabet: the n-th letter is that of subnet n. Append only: the first letter is root's.
#[rustfmt::skip]
const ALPHABETS: &[&str] = &[
    // Root: the Greek capital tau.
    "Τ",
    // Greek, small letters.
    "αβγδεζηθικλμνξοπρστυφχψω",
    // Hebrew.
    "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    // Arabic.
    "ابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
    // Runic.
    "ᚠᚡᚢᚣᚤᚥᚦᚧᚨᚩᚪᚫᚬᚭᚮᚯᚰᚱᚲᚳᚴᚵᚶᚷᚸᚹᚺᚻᚼᚽᚾᚿᛀᛁᛂᛃᛄᛅᛆᛇᛈᛉᛊᛋᛌᛍᛎᛏᛐᛑᛒᛓᛔᛕᛖᛗᛘᛙᛚᛛᛜᛝᛞᛟᛠᛡᛢᛣᛤᛥᛦᛧᛨᛩᛪ",
    // Georgian.
    "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
    // Armenian, small letters.
    "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
    // Cyrillic, small letters.
    "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    // Coptic, small letters.
    "ⲁⲃⲅⲇⲉⲋⲍⲏⲑⲓⲕⲗⲙⲛⲝⲟⲡⲣⲥⲧⲩⲫⲭⲯⲱ",
    // Glagolitic, small letters.
    "ⰰⰱⰲⰳⰴⰵⰶⰷⰸⰹⰺⰻⰼⰽⰾⰿⱀⱁⱂⱃⱄⱅⱆⱇⱈⱉⱊⱋⱌⱍⱎⱏⱐⱑⱒⱓⱔⱕⱖⱗⱘⱙⱚⱛⱜⱝⱞ",
    // Ogham.
    "ᚁᚂᚃᚄᚅᚆᚇᚈᚉᚊᚋᚌᚍᚎᚏᚐᚑᚒᚓᚔᚕᚖᚗᚘᚙᚚ",
    // Tifinagh.
    "ⴰⴱⴲⴳⴴⴵⴶⴷⴸⴹⴺⴻⴼⴽⴾⴿⵀⵁⵂⵃⵄⵅⵆⵇⵈⵉⵊⵋⵌⵍⵎⵏⵐⵑⵒⵓⵔⵕⵖⵗⵘⵙⵚⵛⵜⵝⵞⵟⵠⵡⵢⵣⵤⵥ",
    // Cherokee.
    "ᎠᎡᎢᎣᎤᎥᎦᎧᎨᎩᎪᎫᎬᎭᎮᎯᎰᎱᎲᎳᎴᎵᎶᎷᎸᎹᎺᎻᎼᎽᎾᎿᏀᏁᏂᏃᏄᏅᏆᏇᏈᏉᏊᏋᏌᏍᏎᏏᏐᏑᏒᏓᏔᏕᏖᏗᏘᏙᏚᏛᏜᏝᏞᏟᏠᏡᏢᏣᏤᏥᏦᏧᏨᏩᏪᏫᏬᏭᏮᏯ",
    // Katakana.
    "アィイゥウェエォオカガキギクグケゲコゴサザシジスズセゼソゾタダチヂッツヅテデトドナニヌネノハバパヒビピフブプヘベペホボポマミムメモャヤュユョヨラリルレロヮワヰヱヲン",
];

/// The symbol of a subnet. Past the end of the table, the wire's default for a subnet without one: U+1D70F.
pub fn symbol_for(netuid: NetUid) -> &'static [u8] {
    all().nth(usize::from(netuid.number())).unwrap_or("𝜏".as_bytes())
}

/// Whether the table has the symbol.
pub fn exists(symbol: &[u8]) -> bool {
    all().any(|known| known == symbol)
}

/// The whole table in order.
pub fn all() -> impl Iterator<Item = &'static [u8]> {
    ALPHABETS.iter().flat_map(|alphabet| {
        let alphabet: &'static str = alphabet;
        let letter = move |(start, letter): (usize, char)| {
            alphabet.as_bytes().get(start..start.saturating_add(letter.len_utf8()))
        };
        alphabet.char_indices().filter_map(letter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn symbols_should_be_distinct_and_enough() {
        let symbols: Vec<_> = all().collect();
        assert!(symbols.len() >= 440, "{} symbols", symbols.len());
        assert_eq!(symbols.iter().collect::<BTreeSet<_>>().len(), symbols.len());
        assert!(symbols
            .iter()
            .all(|symbol| core::str::from_utf8(symbol).is_ok_and(|text| text.chars().count() == 1)));
    }

    #[test]
    fn first_symbols_should_be_tau_alpha_beta() {
        let symbol = |netuid| core::str::from_utf8(symbol_for(NetUid::new(netuid))).unwrap_or_default();
        assert_eq!((symbol(0), symbol(1), symbol(2), symbol(24)), ("\u{3a4}", "α", "β", "ω"));
        assert_eq!(symbol(u16::MAX), "𝜏");
    }

    #[test]
    fn symbol_should_not_exist_when_it_is_not_a_letter_of_the_table() {
        assert!(exists("α".as_bytes()));
        assert!(!exists("αβ".as_bytes()));
        assert!(!exists(b""));
        assert!(!exists(&[0xce]));
    }
}
