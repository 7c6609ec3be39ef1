package dev.telemetry.privacy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import dev.telemetry.privacy.SensitiveWords.Sensitivity;

/**
 * Which attributes are hidden because of their key. Thread safe; remembers what it
 * decided.
 */
final class AttributeRules {

	// Of OpenTelemetry's semantic conventions, with a sensitive word, but no secret.
	private static final Set<String> CONVENTIONS = Set.of("session.id", "gen_ai.token.type");

	// Of Spring Security: what it decided, and by which rule.
	private static final String AUTHORIZATION = "spring.security.authorization.";

	// More would be keys that are made up as the application runs.
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
	 * Whether the value of an attribute is hidden whatever it is.
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
	 * Whether a text is an option of a command whose value comes next and is secret.
	 */
	boolean isSecretOption(String text) {
		return text.startsWith("--") && text.indexOf('=') < 0
				&& this.words.of(text, 2, text.length()).compareTo(Sensitivity.LIKELY) >= 0;
	}

	private boolean decide(String key) {
		if (this.allowed.contains(key) || this.allowedPrefixes.stream().anyMatch(key::startsWith)) {
			return false;
		}
		return this.words.of(key, 0, key.length()).compareTo(Sensitivity.LIKELY) >= 0;
	}

}
