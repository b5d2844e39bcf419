/* Character sets by their label, by a wrong label, and by none. */
#include "mail/charset.h"

#include "check.h"
#include "mail_check.h"

#define BYTES(literal) { literal, sizeof(literal) - 1 }

static const struct {
    const char *name;
    struct str bytes;
    const char *label, *want;
} cases[] = {
    { "GB18030", BYTES("\xc4" "\xe3" "\xba" "\xc3" "\xa3" "\xac" "\xce" "\xd2" "\xb5" "\xc4" "\xd7" "\xd4" "\xd0" "\xd0" "\xb3" "\xb5" "\xbb" "\xb5" "\xc1" "\xcb" "\xa1" "\xa3" ""), "gb18030", "你好，我的自行车坏了。" },
    { "Big5", BYTES("\xa7" "A\xa6" "n\xa1" "A\xa7" "\xda" "\xaa" "\xba" "\xa6" "\xdb" "\xa6" "\xe6" "\xa8" "\xae" "\xc3" "a\xa4" "F\xa1" "C"), "big5", "你好，我的自行車壞了。" },
    { "Shift_JIS", BYTES("\x8e" "\xa9" "\x93" "]\x8e" "\xd4" "\x82" "\xaa" "\x89" "\xf3" "\x82" "\xea" "\x82" "\xdc" "\x82" "\xb5" "\x82" "\xbd" "\x81" "B"), "shift_jis", "自転車が壊れました。" },
    { "ISO-2022-JP", BYTES("\x1b" "$B<+E><V$,2u$l$^$7$?!#\x1b" "(B"), "iso-2022-jp", "自転車が壊れました。" },
    { "EUC-JP", BYTES("\xbc" "\xab" "\xc5" "\xbe" "\xbc" "\xd6" "\xa4" "\xac" "\xb2" "\xf5" "\xa4" "\xec" "\xa4" "\xde" "\xa4" "\xb7" "\xa4" "\xbf" "\xa1" "\xa3" ""), "euc-jp", "自転車が壊れました。" },
    { "EUC-KR", BYTES("\xc0" "\xda" "\xc0" "\xfc" "\xb0" "\xc5" "\xb0" "\xa1" " \xb0" "\xed" "\xc0" "\xe5" "\xb3" "\xb5" "\xbd" "\xc0" "\xb4" "\xcf" "\xb4" "\xd9" "."), "euc-kr", "자전거가 고장났습니다." },
    { "KOI8-R", BYTES("\xed" "\xcf" "\xca" " \xd7" "\xc5" "\xcc" "\xcf" "\xd3" "\xc9" "\xd0" "\xc5" "\xc4" " \xd3" "\xcc" "\xcf" "\xcd" "\xc1" "\xcc" "\xd3" "\xd1" "."), "koi8-r", "Мой велосипед сломался." },
    { "windows-1251", BYTES("\xcc" "\xee" "\xe9" " \xe2" "\xe5" "\xeb" "\xee" "\xf1" "\xe8" "\xef" "\xe5" "\xe4" " \xf1" "\xeb" "\xee" "\xec" "\xe0" "\xeb" "\xf1" "\xff" "."), "windows-1251", "Мой велосипед сломался." },
    { "windows-1250", BYTES("M\xf3" "j rower si\xea" " zepsu\xb3" "."), "windows-1250", "Mój rower się zepsuł." },
    { "windows-1253", BYTES("\xd4" "\xef" " \xf0" "\xef" "\xe4" "\xde" "\xeb" "\xe1" "\xf4" "\xfc" " \xec" "\xef" "\xf5" " \xf7" "\xdc" "\xeb" "\xe1" "\xf3" "\xe5" "."), "windows-1253", "Το ποδήλατό μου χάλασε." },
    { "windows-1255", BYTES("\xe4" "\xe0" "\xe5" "\xf4" "\xf0" "\xe9" "\xe9" "\xed" " \xf9" "\xec" "\xe9" " \xe4" "\xfa" "\xf7" "\xec" "\xf7" "\xec" "\xe5" "."), "windows-1255", "האופניים שלי התקלקלו." },
    { "windows-1256", BYTES("\xcf" "\xd1" "\xc7" "\xcc" "\xca" "\xed" " \xca" "\xda" "\xd8" "\xe1" "\xca" "."), "windows-1256", "دراجتي تعطلت." },
    { "windows-874", BYTES("\xa8" "\xd1" "\xa1" "\xc3" "\xc2" "\xd2" "\xb9" "\xa2" "\xcd" "\xa7" "\xa9" "\xd1" "\xb9" "\xe0" "\xca" "\xd5" "\xc2" ""), "windows-874", "จักรยานของฉันเสีย" },
    { "cp850", BYTES("Gr\x81" "\xe1" "e und Tsch\x81" "\xe1" ""), "ibm850", "Grüße und Tschüß" },
    { "Mac", BYTES("Caf\x8e" " cr\x8f" "me"), "macintosh", "Café crème" },
    { "UTF-16 with a mark", BYTES("\xff" "\xfe" "G\x00" "r\x00" "\xfc" "\x00" "\xdf" "\x00" "e\x00" ""), "utf-16", "Grüße" },
    { "HZ", BYTES("~{Dc:C~}"), "hz-gb-2312", "你好" },
    { "Big5 called latin-1", BYTES("\xa7" "A\xa6" "n\xa1" "A\xa7" "\xda" "\xaa" "\xba" "\xa6" "\xdb" "\xa6" "\xe6" "\xa8" "\xae" "\xc3" "a\xa4" "F\xa1" "C\xbd" "\xd0" "\xb0" "\xdd" "\xa4" "\xb0" "\xbb" "\xf2" "\xae" "\xc9" "\xad" "\xd4" "\xa5" "i\xa5" "H\xad" "\xd7" "\xa6" "n\xa1" "H"), "iso-8859-1", "你好，我的自行車壞了。請問什麼時候可以修好？" },
    { "GB18030 called latin-1", BYTES("\xc4" "\xe3" "\xba" "\xc3" "\xa3" "\xac" "\xce" "\xd2" "\xb5" "\xc4" "\xd7" "\xd4" "\xd0" "\xd0" "\xb3" "\xb5" "\xbb" "\xb5" "\xc1" "\xcb" "\xa1" "\xa3" "\xc7" "\xeb" "\xce" "\xca" "\xca" "\xb2" "\xc3" "\xb4" "\xca" "\xb1" "\xba" "\xf2" "\xbf" "\xc9" "\xd2" "\xd4" "\xd0" "\xde" "\xba" "\xc3" "\xa3" "\xbf" ""), "iso-8859-1", "你好，我的自行车坏了。请问什么时候可以修好？" },
    { "EUC-KR called latin-1", BYTES("\xbe" "\xc8" "\xb3" "\xe7" "\xc7" "\xcf" "\xbc" "\xbc" "\xbf" "\xe4" ", \xc0" "\xda" "\xc0" "\xfc" "\xb0" "\xc5" "\xb0" "\xa1" " \xb0" "\xed" "\xc0" "\xe5" "\xb3" "\xb5" "\xbd" "\xc0" "\xb4" "\xcf" "\xb4" "\xd9" "."), "iso-8859-1", "안녕하세요, 자전거가 고장났습니다." },
    { "Shift_JIS called latin-1", BYTES("\x82" "\xb1" "\x82" "\xf1" "\x82" "\xc9" "\x82" "\xbf" "\x82" "\xcd" "\x81" "A\x8e" "\xa9" "\x93" "]\x8e" "\xd4" "\x82" "\xaa" "\x89" "\xf3" "\x82" "\xea" "\x82" "\xdc" "\x82" "\xb5" "\x82" "\xbd" "\x81" "B\x82" "\xa2" "\x82" "\xc2" "\x92" "\xbc" "\x82" "\xe8" "\x82" "\xdc" "\x82" "\xb7" "\x82" "\xa9" "\x81" "H"), "iso-8859-1", "こんにちは、自転車が壊れました。いつ直りますか？" },
    { "ISO-2022-JP called latin-1", BYTES("\x1b" "$B$3$s$K$A$O!\"<+E><V$,2u$l$^$7$?!#\x1b" "(B"), "iso-8859-1", "こんにちは、自転車が壊れました。" },
    { "ISO-2022-JP without a label", BYTES("\x1b" "$B$3$s$K$A$O!\"<+E><V$,2u$l$^$7$?!#\x1b" "(B"), "", "こんにちは、自転車が壊れました。" },
    { "KOI8-R called latin-1", BYTES("\xfa" "\xc4" "\xd2" "\xc1" "\xd7" "\xd3" "\xd4" "\xd7" "\xd5" "\xca" "\xd4" "\xc5" ", \xcd" "\xcf" "\xca" " \xd7" "\xc5" "\xcc" "\xcf" "\xd3" "\xc9" "\xd0" "\xc5" "\xc4" " \xd3" "\xcc" "\xcf" "\xcd" "\xc1" "\xcc" "\xd3" "\xd1" "."), "iso-8859-1", "Здравствуйте, мой велосипед сломался." },
    { "windows-1251 called latin-1", BYTES("\xc7" "\xe4" "\xf0" "\xe0" "\xe2" "\xf1" "\xf2" "\xe2" "\xf3" "\xe9" "\xf2" "\xe5" ", \xec" "\xee" "\xe9" " \xe2" "\xe5" "\xeb" "\xee" "\xf1" "\xe8" "\xef" "\xe5" "\xe4" " \xf1" "\xeb" "\xee" "\xec" "\xe0" "\xeb" "\xf1" "\xff" "."), "iso-8859-1", "Здравствуйте, мой велосипед сломался." },
    { "windows-1255 called latin-1", BYTES("\xf9" "\xec" "\xe5" "\xed" ", \xe4" "\xe0" "\xe5" "\xf4" "\xf0" "\xe9" "\xe9" "\xed" " \xf9" "\xec" "\xe9" " \xe4" "\xfa" "\xf7" "\xec" "\xf7" "\xec" "\xe5" "."), "iso-8859-1", "שלום, האופניים שלי התקלקלו." },
    { "windows-874 called latin-1", BYTES("\xca" "\xc7" "\xd1" "\xca" "\xb4" "\xd5" " \xa8" "\xd1" "\xa1" "\xc3" "\xc2" "\xd2" "\xb9" "\xa2" "\xcd" "\xa7" "\xa9" "\xd1" "\xb9" "\xe0" "\xca" "\xd5" "\xc2" ""), "iso-8859-1", "สวัสดี จักรยานของฉันเสีย" },
    { "windows-1252 called latin-1", BYTES("Wir zahlen 10 \x80" " \x96" " \x93" "sofort\x94" "."), "iso-8859-1", "Wir zahlen 10 € – “sofort”." },
    { "a short Western word stays", BYTES("\xbf" "Qu\xe9" "? \xbd" " Liter \xd6" "l, \xa1" "s\xed" "!"), "iso-8859-1", "¿Qué? ½ Liter Öl, ¡sí!" },
    { "GB2312 that is GBK", BYTES("\xd6" "\xec" "\xe9" "F\xbb" "\xf9" "\xcf" "\xc8" "\xc9" "\xfa" "\xb5" "\xc4" "\xd3" "\x86" "\x86" "\xce" "\xa3" "\xac" "\x88" "\xd2" ""), "gb2312", "朱镕基先生的訂單，堃" },
    { "Shift_JIS with the extensions of Windows", BYTES("\x87" "@\x94" "\xd4" "\x82" "\xcc" "\x87" "\x8a" "\x83" "T\x83" "C\x83" "N\x83" "\x8b" "\x82" "\xcc" "\xee" "\xe0" "\x8b" "\xb4" "\x82" "\xc5" "\x82" "\xb7" "\x81" "B\xc3" "\xbd" "\xc4" "\x8e" "\xa9" "\x93" "]\x8e" "\xd4" "\x82" "\xcc" "\x8c" "\xae" "\x81" "`"), "shift_jis", "①番の㈱サイクルの髙橋です。ﾃｽﾄ自転車の鍵～" },
    { "Big5 of Hong Kong", BYTES("\xa7" "\xda" "\x92" "]\x9d" "\xf6" "\xab" "\xd7" "\x9d" "\xef" ""), "big5", "我哋喺度嘅" },
    { "KS C 5601 that is cp949", BYTES("\x8c" "c\xb9" "\xe6" "\xb0" "\xa2" "\xc7" "\xcf" " \xbc" "\x84" "\xbd" "\xc3" ""), "ks_c_5601-1987", "똠방각하 펲시" },
    { "TIS-620", BYTES("\xca" "\xc7" "\xd1" "\xca" "\xb4" "\xd5" "\xa4" "\xc3" "\xd1" "\xba" " \xa8" "\xd1" "\xa1" "\xc3" "\xc2" "\xd2" "\xb9" "\xa2" "\xcd" "\xa7" "\xbc" "\xc1" "\xe0" "\xca" "\xd5" "\xc2" " \xe0" "\xc1" "\xd7" "\xe8" "\xcd" "\xe4" "\xcb" "\xc3" "\xe8" "\xa8" "\xd0" "\xe0" "\xca" "\xc3" "\xe7" "\xa8" ""), "tis-620", "สวัสดีครับ จักรยานของผมเสีย เมื่อไหร่จะเสร็จ" },
    { "HZ by its short name", BYTES("~{Dz:C#,WTPP35~}"), "hz", "您好，自行车" },
    { "Ukrainian called KOI8-R", BYTES("\xe4" "\xcf" "\xc2" "\xd2" "\xcf" "\xc7" "\xcf" " \xc4" "\xce" "\xd1" ", \xcd" "\xa6" "\xca" " \xd7" "\xc5" "\xcc" "\xcf" "\xd3" "\xc9" "\xd0" "\xc5" "\xc4" " \xda" "\xcc" "\xc1" "\xcd" "\xc1" "\xd7" "\xd3" "\xd1" ". \xb7" "\xa7" " \xad" "\xc1" "\xce" "\xcf" "\xcb" "."), "koi8-r", "Доброго дня, мій велосипед зламався. Її ґанок." },
    { "Ukrainian by an old name", BYTES("\xe4" "\xcf" "\xc2" "\xd2" "\xcf" "\xc7" "\xcf" " \xc4" "\xce" "\xd1" ", \xcd" "\xa6" "\xca" " \xd7" "\xc5" "\xcc" "\xcf" "\xd3" "\xc9" "\xd0" "\xc5" "\xc4" " \xda" "\xcc" "\xc1" "\xcd" "\xc1" "\xd7" "\xd3" "\xd1" ". \xb7" "\xa7" " \xad" "\xc1" "\xce" "\xcf" "\xcb" "."), "koi8-ru", "Доброго дня, мій велосипед зламався. Її ґанок." },
    { "KOI8-R called windows-1251", BYTES("\xfa" "\xc4" "\xd2" "\xc1" "\xd7" "\xd3" "\xd4" "\xd7" "\xd5" "\xca" "\xd4" "\xc5" ", \xcd" "\xcf" "\xca" " \xd7" "\xc5" "\xcc" "\xcf" "\xd3" "\xc9" "\xd0" "\xc5" "\xc4" " \xd3" "\xcc" "\xcf" "\xcd" "\xc1" "\xcc" "\xd3" "\xd1" ". \xeb" "\xcf" "\xc7" "\xc4" "\xc1" " \xcf" "\xce" " \xc2" "\xd5" "\xc4" "\xc5" "\xd4" " \xc7" "\xcf" "\xd4" "\xcf" "\xd7" "?"), "windows-1251", "Здравствуйте, мой велосипед сломался. Когда он будет готов?" },
    { "windows-1251 called KOI8-R", BYTES("\xc7" "\xe4" "\xf0" "\xe0" "\xe2" "\xf1" "\xf2" "\xe2" "\xf3" "\xe9" "\xf2" "\xe5" ", \xec" "\xee" "\xe9" " \xe2" "\xe5" "\xeb" "\xee" "\xf1" "\xe8" "\xef" "\xe5" "\xe4" " \xf1" "\xeb" "\xee" "\xec" "\xe0" "\xeb" "\xf1" "\xff" ". \xca" "\xee" "\xe3" "\xe4" "\xe0" " \xee" "\xed" " \xe1" "\xf3" "\xe4" "\xe5" "\xf2" " \xe3" "\xee" "\xf2" "\xee" "\xe2" "?"), "koi8-r", "Здравствуйте, мой велосипед сломался. Когда он будет готов?" },
    { "windows-1251 called windows-1252", BYTES("\xc7" "\xe4" "\xf0" "\xe0" "\xe2" "\xf1" "\xf2" "\xe2" "\xf3" "\xe9" "\xf2" "\xe5" ", \xec" "\xee" "\xe9" " \xe2" "\xe5" "\xeb" "\xee" "\xf1" "\xe8" "\xef" "\xe5" "\xe4" " \xf1" "\xeb" "\xee" "\xec" "\xe0" "\xeb" "\xf1" "\xff" ". \xca" "\xee" "\xe3" "\xe4" "\xe0" " \xee" "\xed" " \xe1" "\xf3" "\xe4" "\xe5" "\xf2" " \xe3" "\xee" "\xf2" "\xee" "\xe2" "?"), "windows-1252", "Здравствуйте, мой велосипед сломался. Когда он будет готов?" },
    { "windows-1250 called ISO 8859-2", BYTES("Dobr\xfd" " den, moje kolo se rozbilo. Kdy bude opraven\xe9" "? P\xf8" "\xed" "\x9a" "t\xec" " \x9e" "lu\x9d" "ou\xe8" "k\xfd" " k\xf9" "\xf2" " \xfa" "p\xec" "l."), "iso-8859-2", "Dobrý den, moje kolo se rozbilo. Kdy bude opravené? Příště žluťoučký kůň úpěl." },
    { "windows-1250 called latin-1", BYTES("Dobr\xfd" " den, moje kolo se rozbilo. Kdy bude opraven\xe9" "? P\xf8" "\xed" "\x9a" "t\xec" " \x9e" "lu\x9d" "ou\xe8" "k\xfd" " k\xf9" "\xf2" " \xfa" "p\xec" "l."), "iso-8859-1", "Dobrý den, moje kolo se rozbilo. Kdy bude opravené? Příště žluťoučký kůň úpěl." },
    { "windows-1250 without a label", BYTES("Dobr\xfd" " den, moje kolo se rozbilo. Kdy bude opraven\xe9" "? P\xf8" "\xed" "\x9a" "t\xec" " \x9e" "lu\x9d" "ou\xe8" "k\xfd" " k\xf9" "\xf2" " \xfa" "p\xec" "l."), "", "Dobrý den, moje kolo se rozbilo. Kdy bude opravené? Příště žluťoučký kůň úpěl." },
    { "ISO 8859-2 called latin-1", BYTES("J\xf3" " napot, elromlott a biciklim. Mikor lesz k\xe9" "sz? K\xf6" "sz\xf6" "n\xf6" "m, \xf5" "szint\xe9" "n \xfb" "rhaj\xf3" "."), "iso-8859-1", "Jó napot, elromlott a biciklim. Mikor lesz kész? Köszönöm, őszintén űrhajó." },
    { "ISO 8859-2 without a label", BYTES("Dobr\xfd" " den, moje kolo se rozbilo. Kdy bude opraven\xe9" "? P\xf8" "\xed" "\xb9" "t\xec" " \xbe" "lu\xbb" "ou\xe8" "k\xfd" " k\xf9" "\xf2" " \xfa" "p\xec" "l."), "", "Dobrý den, moje kolo se rozbilo. Kdy bude opravené? Příště žluťoučký kůň úpěl." },
    { "ISO 8859-2 called windows-1252", BYTES("Dzie\xf1" " dobry, m\xf3" "j rower si\xea" " zepsu\xb3" ". Prosz\xea" " o pomoc, \xbf" "ycz\xea" " mi\xb3" "ego dnia, \xb6" "l\xea" " \xbc" "d\xbc" "b\xb3" "o."), "windows-1252", "Dzień dobry, mój rower się zepsuł. Proszę o pomoc, życzę miłego dnia, ślę źdźbło." },
    { "Romanian without a label", BYTES("Bun\xe3" " ziua, bicicleta mea s-a stricat. C\xe2" "nd va fi gata? Mul\xfe" "umesc, \xba" "i \xfe" "ar\xe3" "."), "", "Bună ziua, bicicleta mea s-a stricat. Când va fi gata? Mulţumesc, şi ţară." },
    { "windows-1253 called ISO 8859-7", BYTES("\xca" "\xe1" "\xeb" "\xe7" "\xec" "\xdd" "\xf1" "\xe1" ", \xf4" "\xef" " \xf0" "\xef" "\xe4" "\xde" "\xeb" "\xe1" "\xf4" "\xfc" " \xec" "\xef" "\xf5" " \xf7" "\xdc" "\xeb" "\xe1" "\xf3" "\xe5" ". \xa2" "\xed" "\xef" "\xe9" "\xee" "\xe5" ";"), "iso-8859-7", "Καλημέρα, το ποδήλατό μου χάλασε. Άνοιξε;" },
    { "windows-1254 called latin-1", BYTES("Merhaba, bisikletim bozuldu. \xde" "i\xfe" "li'de \xfd" "\xf0" "d\xfd" "r \xe7" "a\xf0" "\xfd" " \xdd" "stanbul"), "iso-8859-1", "Merhaba, bisikletim bozuldu. Şişli'de ığdır çağı İstanbul" },
    { "windows-1257 called latin-1", BYTES("Laba diena, mano dviratis sugedo. Kada bus paruo\xf0" "tas? A\xe8" "i\xfb" ", \xfe" "\xe0" "sys \xf0" "\xe0" "la, \xe8" "e\xfe" "\xeb" "ti."), "iso-8859-1", "Laba diena, mano dviratis sugedo. Kada bus paruoštas? Ačiū, žąsys šąla, čežėti." },
    { "windows-1252 called ISO 8859-15", BYTES("Bonjour, mon v\xe9" "lo est cass\xe9" ". O\xf9" " \xea" "tes-vous situ\xe9" "s ? \xc0" " bient\xf4" "t, gar\xe7" "on, c\x9c" "ur, l\x92" "\xe9" "t\xe9" " \x96" " 20 \x80" ""), "iso-8859-15", "Bonjour, mon vélo est cassé. Où êtes-vous situés ? À bientôt, garçon, cœur, l’été – 20 €" },
    { "windows-1252 by a name of ISO", BYTES("10 \x80" " \x96" " \x93" "sofort\x94" ""), "ISO_8859-1", "10 € – “sofort”" },
    { "a label in quotes", BYTES("Gr\xfc" "\xdf" "e aus M\xfc" "nchen, mein Fahrrad ist kaputt. Sch\xf6" "ne \xdc" "bergr\xf6" "\xdf" "e f\xfc" "r \xc4" "rzte."), "\"iso-8859-1\"", "Grüße aus München, mein Fahrrad ist kaputt. Schöne Übergröße für Ärzte." },
    { "8 bit called ASCII", BYTES("Gr\xfc" "\xdf" "e aus M\xfc" "nchen, mein Fahrrad ist kaputt. Sch\xf6" "ne \xdc" "bergr\xf6" "\xdf" "e f\xfc" "r \xc4" "rzte."), "us-ascii", "Grüße aus München, mein Fahrrad ist kaputt. Schöne Übergröße für Ärzte." },
    { "an unknown set", BYTES("Gr\xfc" "\xdf" "e aus M\xfc" "nchen, mein Fahrrad ist kaputt. Sch\xf6" "ne \xdc" "bergr\xf6" "\xdf" "e f\xfc" "r \xc4" "rzte."), "x-unknown", "Grüße aus München, mein Fahrrad ist kaputt. Schöne Übergröße für Ärzte." },
    { "Dutch without a label", BYTES("Mijn fiets is kapot, \xe9" "\xe9" "n wiel is ge\xef" "rriteerd. Co\xf6" "rdinatie, re\xfc" "nie v\xf3" "\xf3" "r maandag."), "", "Mijn fiets is kapot, één wiel is geïrriteerd. Coördinatie, reünie vóór maandag." },
    { "Icelandic keeps its letters", BYTES("\xde" "etta er \xfe" "a\xf0" " sem \xfe" "\xfa" " \xe1" "tt vi\xf0" ". \xc9" "g f\xe6" " \xfe" "\xf3" " ekki neitt: \xfe" "\xfd" "\xf0" "ing, \xfd" "mis, tv\xe6" "r"), "iso-8859-1", "Þetta er það sem þú átt við. Ég fæ þó ekki neitt: þýðing, ýmis, tvær" },
    { "UTF-16 without a mark, low bytes first", BYTES("G\x00" "r\x00" "\xfc" "\x00" "\xdf" "\x00" "e\x00" " \x00" "a\x00" "u\x00" "s\x00" " \x00" "M\x00" "\xfc" "\x00" "n\x00" "c\x00" "h\x00" "e\x00" "n\x00" ""), "utf-16", "Grüße aus München" },
    { "UTF-16 without a mark", BYTES("\x00" "G\x00" "r\x00" "\xfc" "\x00" "\xdf" "\x00" "e\x00" " \x00" "a\x00" "u\x00" "s\x00" " \x00" "M\x00" "\xfc" "\x00" "n\x00" "c\x00" "h\x00" "e\x00" "n"), "utf-16", "Grüße aus München" },
    { "UTF-8 with one broken place", BYTES("Gr\xc3" "\xbc" "\xc3" "\x9f" "e aus M\xc3" "\xbc" "nchen, \xe4" " und Tsch\xc3" "\xbc" "\xc3" "\x9f" ""), "utf-8", "Grüße aus München, � und Tschüß" },
    { "raw 8 bit without a label", BYTES("Dzie\xf1" " dobry, m\xf3" "j rower si\xea" " zepsu\xb3" "."), "", "Dzień dobry, mój rower się zepsuł." },
};

static void sets_are_read_by_label_and_by_bytes(void **state)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        assert_same(cases[i].name, charset_text(*state, cases[i].bytes, str_from(cases[i].label), NULL), cases[i].want);
}

static const struct {
    const char *name, *bytes, *want;
} utf7_cases[] = {
    { "words", "Hi Mom +Jjo-! Gr+APwA3w-e", "Hi Mom \u263a! Gr\u00fc\u00dfe" },
    { "a pair of surrogates", "+2Dzf+A-", "\U0001f3f8" },
    { "a plus", "1 +- 1", "1 + 1" },
    { "a run up to the end", "+AOQ", "\u00e4" },
    { "hidden markup is replaced", "+ADw-script+AD4-", "\ufffdscript\ufffd" },
    { "half a pair", "+2Dw-x", "\ufffdx" },
};

static void utf7_is_read_and_hides_nothing_AC038(void **state)
{
    for (size_t i = 0; i < sizeof(utf7_cases) / sizeof(utf7_cases[0]); i++) {
        enum charset_trust trust;
        struct str text = charset_text(*state, str_from(utf7_cases[i].bytes), STR("utf-7"), &trust);
        assert_same(utf7_cases[i].name, text, utf7_cases[i].want);
        bool hidden = str_find(str_from(utf7_cases[i].name), STR("markup"), 0) != SIZE_MAX;
        assert_int_equal(trust, hidden ? CHARSET_REFUSED : CHARSET_AS_SAID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(sets_are_read_by_label_and_by_bytes),
        TEST(utf7_is_read_and_hides_nothing_AC038),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
