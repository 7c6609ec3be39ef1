package dev.telemetry.autoconfigure.viewer;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page and its policy.
 */
class ViewerPageTests {

	private final ViewerPage page = new ViewerPage();

	@Test
	void thePolicyHasTheHashOfEachScriptAndStyleAndNothingElse() throws Exception {
		String html = this.page.html();
		int inline = 0;
		Matcher elements = Pattern.compile("<(script|style)\\b[^>]*>(.*?)</\\1>", Pattern.DOTALL).matcher(html);
		while (elements.find()) {
			inline++;
			byte[] hash = MessageDigest.getInstance("SHA-256")
				.digest(elements.group(2).getBytes(StandardCharsets.UTF_8));
			assertThat(this.page.policy()).contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
		}
		assertThat(inline).isPositive();
		assertThat(this.page.policy()).doesNotContain("unsafe").doesNotContain("*").doesNotContain("http");
	}

	@Test
	void thePageHasNothingThatThePolicyForbids() {
		String html = this.page.html();
		assertThat(html).doesNotContainPattern("<[a-z]+[^>]*\\s(on[a-z]+|style)\\s*=")
			.doesNotContainPattern("<(script|link|img|iframe)[^>]*\\s(src|href)\\s*=\\s*[\"']?(http|//)");
	}

}
