package dev.telemetry.autoconfigure.privacy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import dev.telemetry.privacy.Redaction;
import dev.telemetry.privacy.RedactionSettings;
import dev.telemetry.privacy.SecretKind;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page about privacy says what the code does.
 */
class PrivacyPageTests {

	private final String page;

	PrivacyPageTests() throws IOException {
		this.page = Files.readString(Path.of("..", "docs", "privacy.md"));
	}

	@Test
	void theExampleIsWhatComesOut() {
		Redaction redaction = new Redaction(RedactionSettings.defaults(), List.of());
		assertThat(redaction.apply(group("before +(.*)"))).isEqualTo(group("after +(.*)"));
	}

	@Test
	void theDetectorIsTheOneThatIsTested() throws IOException {
		String source = Files.readString(
				Path.of("src", "test", "java", "dev", "telemetry", "autoconfigure", "privacy", "CustomerNumbers.java"));
		assertThat(source).endsWith("\n" + group("(?s)```java\n(.*?)```"));
	}

	@Test
	void theTableHasAllKindsAndWhetherTheyAreOn() {
		List<String> rows = Arrays.stream(SecretKind.values())
			.map((kind) -> kind.id() + " " + ((SecretKind.defaults().contains(kind)) ? "yes" : "no"))
			.toList();
		List<String> documented = Pattern.compile("(?m)^\\| `([a-z-]+)` \\| .* \\| (yes|no) \\|$")
			.matcher(this.page)
			.results()
			.map((row) -> row.group(1) + " " + row.group(2))
			.toList();
		assertThat(documented).isEqualTo(rows);
	}

	@Test
	void theTestsThatItNamesExist() throws IOException {
		String review = this.page.substring(this.page.indexOf("## Security review"));
		List<String> tests = Pattern.compile("`([A-Z][A-Za-z0-9]+)`")
			.matcher(review)
			.results()
			.map((test) -> test.group(1))
			.toList();
		try (Stream<Path> files = Files.find(Path.of(".."), 20,
				(path, attributes) -> path.toString().endsWith(".java"))) {
			List<String> classes = files.map((path) -> path.getFileName().toString().replace(".java", "")).toList();
			assertThat(tests).hasSizeGreaterThan(8).allSatisfy((test) -> assertThat(classes).contains(test));
		}
	}

	private String group(String expression) {
		Matcher matcher = Pattern.compile(expression).matcher(this.page);
		assertThat(matcher.find()).as(expression).isTrue();
		return matcher.group(1);
	}

}
