package dev.telemetry.privacy;

import java.util.EnumSet;
import java.util.Set;

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
	CARD("card"),

	/**
	 * International bank account numbers with the length of their country and valid check
	 * digits (ISO 13616).
	 */
	IBAN("iban"),

	/**
	 * JSON Web Tokens, signed or encrypted (RFC 7519).
	 */
	JWT("jwt"),

	/**
	 * Credentials behind an HTTP authentication scheme (RFC 9110, section 11).
	 */
	BEARER("bearer"),

	/**
	 * Keys of cloud providers and developer platforms that have a prefix of their own.
	 */
	CLOUD_KEY("cloud-key"),

	/**
	 * Private keys in PEM (RFC 7468), with or without their end.
	 */
	PRIVATE_KEY("private-key"),

	/**
	 * The user info of a URL (RFC 3986, section 3.2.1).
	 */
	URL("url"),

	/**
	 * Values behind a key that names a secret: in text, JSON, properties and the query of
	 * a URL.
	 */
	KEY_VALUE("key-value"),

	/**
	 * E-mail addresses.
	 */
	EMAIL("email"),

	/**
	 * IP addresses, version 4 and 6.
	 */
	IP_ADDRESS("ip-address"),

	/**
	 * Phone numbers in international form, with a plus sign.
	 */
	PHONE("phone");

	private final String id;

	SecretKind(String id) {
		this.id = id;
	}

	/**
	 * Returns the name of the kind in replacements and meters.
	 * @return lower case, with hyphens
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Returns the kinds that are looked for by default: all but IP addresses and phone
	 * numbers, which too many harmless texts look like.
	 * @return the kinds
	 */
	public static Set<SecretKind> defaults() {
		return EnumSet.complementOf(EnumSet.of(IP_ADDRESS, PHONE));
	}

	Detector detector(SensitiveWords words) {
		return switch (this) {
			case CARD -> new CardDetector();
			case IBAN -> new IbanDetector();
			case JWT -> new JwtDetector();
			case BEARER -> new CredentialsDetector();
			case CLOUD_KEY -> new CloudKeyDetector();
			case PRIVATE_KEY -> new PrivateKeyDetector();
			case URL -> new UserInfoDetector();
			case KEY_VALUE -> new KeyValueDetector(words);
			case EMAIL -> new EmailDetector();
			case IP_ADDRESS -> new IpAddressDetector();
			case PHONE -> new PhoneDetector();
		};
	}

}
