package dev.telemetry.autoconfigure.viewer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The file of the page keeps the rules that make it safe. Its policy names the hashes of
 * its script and style; to write them again after a change:
 * {@code mvn -pl telemetry-autoconfigure -am verify -Dtelemetry.docs.write=true}.
 */
class PageFileTests {

	private static final Path FILE = Path.of("src/main/resources/dev/telemetry/autoconfigure/viewer/traces.html");

	private static final Pattern SCRIPT = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL);

	private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

	@Test
	void thePolicyOfThePageAllowsItsOwnScriptAndStyleOnly() throws IOException {
		String page = page();
		String policy = "default-src 'none'; script-src '" + hash(only(SCRIPT, page)) + "'; style-src '"
				+ hash(only(STYLE, page)) + "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
				+ " require-trusted-types-for 'script'; trusted-types 'none'";
		if (Boolean.getBoolean("telemetry.docs.write")) {
			page = page.replaceFirst("(Security-Policy\" content=\")[^\"]*", "$1" + Matcher.quoteReplacement(policy));
			Files.writeString(FILE, page);
		}
		assertThat(page).contains("<meta http-equiv=\"Content-Security-Policy\" content=\"" + policy + "\">");
	}

	@Test
	void thereIsOnePlaceForTheDataOfAReport() throws IOException {
		assertThat(page().split("<script type=\"application/json\" id=\"data\"></script>", -1)).hasSize(2);
	}

	@Test
	void nothingInItParsesTextAsMarkupOrCode() throws IOException {
		assertThat(only(SCRIPT, page())).doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML",
				"document.write", "DOMParser", "createContextualFragment", "setHTML", "srcdoc", "eval(", "new Function",
				"javascript:");
	}

	@Test
	void nothingInItIsLoadedFromElsewhere() throws IOException {
		String page = page();
		List<String> addresses = Pattern.compile("https?://[^'\"\\s]*")
			.matcher(page)
			.results()
			.map(MatchResult::group)
			.distinct()
			.toList();
		assertThat(addresses).containsExactly("http://www.w3.org/2000/svg");
		assertThat(page.replaceAll("(?s)<script>.*?</script>", "")).doesNotContain(" src=", "@import", "url(");
	}

	@Test
	void noAttributeNeedsAnExceptionFromThePolicy() throws IOException {
		String markup = page().replaceAll("(?s)<(script|style)>.*?</\\1>", "");
		assertThat(markup).doesNotContainPattern("\\sstyle=").doesNotContainPattern("\\son[a-z]+=");
	}

	@Test
	void itStaysSmall() throws IOException {
		assertThat(Files.size(FILE)).isLessThan(120_000);
	}

	private static String page() throws IOException {
		return Files.readString(FILE);
	}

	private static String only(Pattern element, String page) {
		List<String> found = element.matcher(page).results().map((match) -> match.group(1)).toList();
		assertThat(found).hasSize(1);
		return found.get(0);
	}

	private static String hash(String text) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return "sha256-" + Base64.getEncoder().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
