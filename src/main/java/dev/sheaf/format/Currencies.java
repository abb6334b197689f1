package dev.sheaf.format;

import java.util.List;

/// The currencies in use, by their codes of ISO 4217 (list one, without funds, metals and test codes).
///
/// The list is our own and its order is fixed: cell formats are numbered by it, in every part of a file alike.
final class Currencies {

    private static final String IN_USE = """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF \
            CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD \
            HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD \
            LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK \
            PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS \
            TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG""";

    static final List<String> CODES = List.of(IN_USE.split(" "));

    private static final int LETTERS = 26;
    private static final short[] BY_LETTERS = byLetters();

    /// The code's place in [#CODES]; -1 if the text is no code of a currency in use.
    static int find(byte[] text, int from, int to) {
        if (to - from != 3) {
            return -1;
        }
        int key = 0;
        for (int at = from; at < to; at++) {
            int letter = text[at] - 'A';
            if (letter < 0 || letter >= LETTERS) {
                return -1;
            }
            key = key * LETTERS + letter;
        }
        return BY_LETTERS[key] - 1;
    }

    private static short[] byLetters() {
        var places = new short[LETTERS * LETTERS * LETTERS];
        for (int place = 0; place < CODES.size(); place++) {
            int key = 0;
            for (char letter : CODES.get(place).toCharArray()) {
                key = key * LETTERS + letter - 'A';
            }
            places[key] = (short) (place + 1);
        }
        return places;
    }

    private Currencies() {}
}
