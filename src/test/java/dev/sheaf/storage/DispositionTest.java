package dev.sheaf.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispositionTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "Report.csv, Report.csv, Report.csv",
                "a b.csv, a b.csv, a%20b.csv",
                "Ümlaut \"x\".csv, Umlaut _x_.csv, %C3%9Cmlaut%20%22x%22.csv",
                "../../etc/passwd, .._.._etc_passwd, .._.._etc_passwd",
                "C:\\x.csv, C__x.csv, C%3A_x.csv",
                "報告.xlsx, __.xlsx, %E5%A0%B1%E5%91%8A.xlsx",
                "100%.csv, 100_.csv, 100%25.csv",
                "'a;b.csv', 'a_b.csv', %27a%3Bb.csv%27",
            })
    void theNameIsGivenPlainlyAndExactly(String name, String plain, String exact) {
        assertThat(Disposition.attachment(name))
                .isEqualTo("attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + exact);
    }

    @ParameterizedTest
    @CsvSource({"''", "'..'", "'\r\n'", "'\u202e'"})
    void aNameOfNothingBecomesDownload(String name) {
        assertThat(Disposition.attachment(name))
                .isEqualTo("attachment; filename=\"download\"; filename*=UTF-8''download");
    }

    @ParameterizedTest
    @CsvSource({"'a\r\nSet-Cookie: x=y.csv'", "'a\"; filename=\"b'", "'a\\\"b'", "'\ud83d\ude00.csv'", "'\ud83d.csv'"})
    void nothingEscapesFromTheHeader(String name) {
        assertThat(Disposition.attachment(name))
                .matches(
                        "attachment; filename=\"[\\x20-\\x7e&&[^\"\\\\/]]*\"; filename\\*=UTF-8''[A-Za-z0-9!#$&+.^_`|~%-]*");
    }
}
