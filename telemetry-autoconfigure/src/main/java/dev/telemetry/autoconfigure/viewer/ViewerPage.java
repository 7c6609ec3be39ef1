package dev.telemetry.autoconfigure.viewer;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The page, and the policy that allows only the code in it to run. Loaded when it is
 * first needed. Thread safe.
 */
final class ViewerPage {

	static final String RESOURCE = "traces.html";

	private static final Pattern SCRIPT = Pattern.compile("<script[^>]*>(.*?)</script>", Pattern.DOTALL);

	private static final Pattern STYLE = Pattern.compile("<style[^>]*>(.*?)</style>", Pattern.DOTALL);

	private volatile @Nullable Content content;

	/**
	 * Returns the page.
	 */
	String html() {
		return content().html();
	}

	/**
	 * Returns the value of the header {@code Content-Security-Policy}.
	 */
	String policy() {
		return content().policy();
	}

	private Content content() {
		Content read = this.content;
		if (read == null) {
			String html = read();
			read = new Content(html, policy(html));
			this.content = read;
		}
		return read;
	}

	private static String read() {
		try (InputStream resource = ViewerPage.class.getResourceAsStream(RESOURCE)) {
			if (resource == null) {
				throw new IllegalStateException(RESOURCE + " is missing");
			}
			return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String policy(String html) {
		return "default-src 'none'; script-src" + hashes(SCRIPT, html) + "; style-src" + hashes(STYLE, html)
				+ "; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
				+ " require-trusted-types-for 'script'; trusted-types 'none'";
	}

	private static String hashes(Pattern element, String html) {
		StringBuilder hashes = new StringBuilder();
		Matcher matcher = element.matcher(html);
		while (matcher.find()) {
			hashes.append(" 'sha256-").append(hash(matcher.group(1))).append('\'');
		}
		return (hashes.isEmpty()) ? " 'none'" : hashes.toString();
	}

	private static String hash(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			// Every Java platform supports SHA-256.
			throw new IllegalStateException(ex);
		}
	}

	private record Content(String html, String policy) {
	}

}
