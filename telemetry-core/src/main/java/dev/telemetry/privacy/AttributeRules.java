package dev.telemetry.privacy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.telemetry.privacy.SensitiveWords.Sensitivity;

/**
 * Decides which attributes are hidden because of their key. Thread safe; remembers its
 * decisions.
 */
final class AttributeRules {

	// Keys of OpenTelemetry's semantic conventions that contain a sensitive word, but
	// have no secret value.
	private static final Set<String> CONVENTIONS = Set.of("session.id", "mcp.session.id", "gen_ai.token.type",
			"aws.secretsmanager.secret.arn");

	// Attributes of Spring Security for its decision and the rule behind it.
	private static final String AUTHORIZATION = "spring.security.authorization.";

	// Beyond this number, keys are likely to be generated at run time.
	private static final int MAX_REMEMBERED = 2_000;

	private final SensitiveWords words;

	private final Set<String> allowed = new HashSet<>(CONVENTIONS);

	private final List<String> allowedPrefixes;

	private final Map<String, Boolean> remembered = new ConcurrentHashMap<>();

	AttributeRules(SensitiveWords words, List<String> allowKeys) {
		this.words = words;
		this.allowed.addAll(allowKeys);
		this.allowedPrefixes = Stream.concat(Stream.of(AUTHORIZATION),
				allowKeys.stream().filter((key) -> key.endsWith("*")).map((key) -> key.substring(0, key.length() - 1)))
			.toList();
	}

	/**
	 * Returns whether the value of an attribute is hidden, whatever the value is.
	 */
	boolean isDenied(String key) {
		Boolean known = this.remembered.get(key);
		if (known != null) {
			return known;
		}
		boolean denied = decide(key);
		if (this.remembered.size() < MAX_REMEMBERED) {
			this.remembered.put(key, denied);
		}
		return denied;
	}

	/**
	 * Returns whether a text is a command line option whose value follows and is secret.
	 */
	boolean isSecretOption(String text) {
		return text.startsWith("-") && text.indexOf('=') < 0 && text.indexOf(' ') < 0
				&& this.words.of(text, 1, text.length()).compareTo(Sensitivity.LIKELY) >= 0;
	}

	private boolean decide(String key) {
		if (this.allowed.contains(key) || this.allowedPrefixes.stream().anyMatch(key::startsWith)) {
			return false;
		}
		return this.words.of(key, 0, key.length()).compareTo(Sensitivity.LIKELY) >= 0;
	}

}
