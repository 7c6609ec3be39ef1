package dev.telemetry.privacy;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Function;

/**
 * The kinds of secrets and personal data that are recognized in a text.
 * <p>
 * Internal: for other modules of this project only, may change in any release.
 *
 * @since 0.1.0
 */
public enum SecretKind {

	/**
	 * Numbers of payment cards: known issuer, length and check digit.
	 */
	CARD("card", (words) -> new CardDetector()),

	/**
	 * International bank account numbers with the length of their country and valid check
	 * digits (ISO 13616).
	 */
	IBAN("iban", (words) -> new IbanDetector()),

	/**
	 * JSON Web Tokens, signed or encrypted (RFC 7519).
	 */
	JWT("jwt", (words) -> new JwtDetector()),

	/**
	 * Credentials behind an HTTP authentication scheme (RFC 9110, section 11).
	 */
	BEARER("bearer", (words) -> new CredentialsDetector()),

	/**
	 * Keys of cloud providers and developer platforms that have a prefix of their own.
	 */
	CLOUD_KEY("cloud-key", (words) -> new CloudKeyDetector()),

	/**
	 * Private keys in PEM (RFC 7468), with or without their end.
	 */
	PRIVATE_KEY("private-key", (words) -> new PrivateKeyDetector()),

	/**
	 * The user info of a URL (RFC 3986, section 3.2.1).
	 */
	URL("url", (words) -> new UserInfoDetector()),

	/**
	 * Values behind a key that names a secret: in text, JSON, properties and the query of
	 * a URL.
	 */
	KEY_VALUE("key-value", KeyValueDetector::new),

	/**
	 * E-mail addresses.
	 */
	EMAIL("email", (words) -> new EmailDetector()),

	/**
	 * IP addresses, version 4 and 6.
	 */
	IP_ADDRESS("ip-address", (words) -> new IpAddressDetector()),

	/**
	 * Phone numbers in international form, with a plus sign.
	 */
	PHONE("phone", (words) -> new PhoneDetector());

	private final String id;

	// None of them has a state.
	@SuppressWarnings("ImmutableEnumChecker")
	private final Function<SensitiveWords, Detector> detector;

	SecretKind(String id, Function<SensitiveWords, Detector> detector) {
		this.id = id;
		this.detector = detector;
	}

	/**
	 * The name of the kind in replacements and meters.
	 * @return lower case, with hyphens
	 */
	public String id() {
		return this.id;
	}

	/**
	 * The kinds that are looked for by default: all but IP addresses and phone numbers,
	 * which too many harmless texts look like.
	 * @return the kinds
	 */
	public static Set<SecretKind> defaults() {
		return EnumSet.complementOf(EnumSet.of(IP_ADDRESS, PHONE));
	}

	Detector detector(SensitiveWords words) {
		return this.detector.apply(words);
	}

}
