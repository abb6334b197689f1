package dev.sheaf.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.poi.ss.util.WorkbookUtil;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

class SheetNamesTest {

    @Test
    void namesAreMadeLegal() {
        assertThat(SheetNames.of("Clicks", 3)).containsExactly("Clicks", "Clicks (2)", "Clicks (3)");
        assertThat(SheetNames.of("a[1]:*?/\\b", 1)).containsExactly("a-1------b");
        assertThat(SheetNames.of("'quoted'", 1)).containsExactly("quoted");
        assertThat(SheetNames.of(" ' ", 1)).containsExactly("Sheet");
        assertThat(SheetNames.of("history", 1)).containsExactly("history-");
        assertThat(SheetNames.of("a".repeat(40), 10)).contains("a".repeat(31), "a".repeat(26) + " (10)");
        assertThat(SheetNames.of("a".repeat(30) + "\uD83D\uDE00", 1)).containsExactly("a".repeat(30));
    }

    @Provide
    Arbitrary<String> texts() {
        return Generated.texts();
    }

    @Property(tries = 300)
    void anyNameOpens(@ForAll("texts") String wished) throws Exception {
        List<String> names = SheetNames.of(wished, 2);
        assertThat(names)
                .allSatisfy(name -> assertThatCode(() -> WorkbookUtil.validateSheetName(name))
                        .doesNotThrowAnyException());
        Layout plain = TestFile.layout(ValueType.TEXT);
        Layout layout = new Layout(wished, plain.columns(), plain.widths(), plain.formulaGuard(), false);
        byte[] file = TestFile.of(new XlsxFormat(1), layout, List.of(List.of("a"), List.of("b")))
                .bytes();
        try (XSSFWorkbook workbook = Readers.poi(file)) {
            assertThat(workbook.getSheetName(0)).isEqualTo(names.get(0));
            assertThat(workbook.getSheetName(1)).isEqualTo(names.get(1));
        }
    }
}
