package dev.telemetry.names;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The reference of names is made from the constants and their javadoc. With
 * {@code -Dtelemetry.docs.write=true} it is written, else it is compared.
 */
class NamesReferenceTests {

	private static final Path SOURCES = Path.of("src", "main", "java", "dev", "telemetry", "names");

	private static final Path REFERENCE = Path.of("..", "docs", "names.md");

	private static final String INTRODUCTION = """
			# Names

			Every name that appears in spans, metrics and log lines, by the class of `dev.telemetry.names` that has it as a constant.
			Names of OpenTelemetry's and Spring Boot's own are listed as far as they are used. This page is generated.
			""";

	private static final Pattern TYPE = Pattern
		.compile("/\\*\\*(?<doc>(?:(?!\\*/).)*)\\*/\\s*public final class (?<name>\\w+)", Pattern.DOTALL);

	private static final Pattern CONSTANT = Pattern
		.compile("/\\*\\*(?<doc>(?:(?!\\*/).)*)\\*/\\s*public static final (?<type>[\\w<>]+) (?<constant>\\w+)\\s*=\\s*"
				+ "(?:AttributeKey\\s*\\.(?<kind>\\w+)Key\\()?\"(?<value>[^\"]+)\"", Pattern.DOTALL);

	@Test
	void theReferenceSaysWhatTheConstantsSay() throws IOException {
		String reference = reference();
		if (Boolean.getBoolean("telemetry.docs.write")) {
			Files.writeString(REFERENCE, reference);
		}
		assertThat(REFERENCE).as("write it with -Dtelemetry.docs.write=true").hasContent(reference);
	}

	@Test
	void noConstantIsLeftOut() throws IOException {
		for (Path source : sources()) {
			String text = Files.readString(source);
			long constants = Pattern.compile("public static final (String|AttributeKey)")
				.matcher(text)
				.results()
				.count();
			assertThat(CONSTANT.matcher(text).results().count()).as(source.toString()).isEqualTo(constants);
		}
	}

	private static String reference() throws IOException {
		StringBuilder page = new StringBuilder(INTRODUCTION);
		for (Path source : sources()) {
			append(Files.readString(source), page);
		}
		return page.toString();
	}

	// Requests of the exporters have no names, but a value by which they are known.
	private static List<Path> sources() throws IOException {
		try (Stream<Path> files = Files.list(SOURCES)) {
			return files.filter((file) -> !file.endsWith("package-info.java") && !file.endsWith("ExportRequests.java"))
				.sorted()
				.toList();
		}
	}

	private static void append(String source, StringBuilder page) {
		Matcher type = TYPE.matcher(source);
		assertThat(type.find()).isTrue();
		Matcher constants = CONSTANT.matcher(source);
		if (!constants.find()) {
			return;
		}
		page.append("\n## ").append(type.group("name")).append("\n\n").append(text(type.group("doc"))).append("\n\n");
		page.append("| name | |\n|---|---|\n");
		do {
			String kind = constants.group("kind");
			page.append("| `").append(constants.group("value")).append("` | ");
			page.append(withValues(text(constants.group("doc")), source));
			page.append((kind != null && !kind.equals("string")) ? " (" + kind + ")" : "").append(" |\n");
		}
		while (constants.find());
	}

	// A constant that the javadoc links to is shown by its value.
	private static String withValues(String text, String source) {
		String result = text;
		Matcher constants = CONSTANT.matcher(source);
		while (constants.find()) {
			result = result.replace("`" + constants.group("constant") + "`", "`" + constants.group("value") + "`");
		}
		return result;
	}

	private static String text(String javadoc) {
		String text = javadoc.replaceAll("(?m)^\\s*\\*", " ").replaceAll("@(?:since|see)\\b[\\s\\S]*", "");
		return text.replaceAll("<p>[\\s\\S]*", "")
			.replaceAll("\\{@(?:code|link|linkplain|value)\\s+#?([^}\\s]+)[^}]*}", "`$1`")
			.replaceAll("\\s+", " ")
			.replace("|", "\\|")
			.strip();
	}

}
