package dev.telemetry.autoconfigure.property;

import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Returns values of properties with secrets hidden.
 */
final class SecretProperties {

	private static final List<ConfigurationPropertyName> SECRETS = Stream
		.of(PropertyNames.HEADERS, PropertyNames.REPORT_UPLOAD_HEADERS, PropertyNames.VIEWER_PEER_HEADERS,
				PropertyNames.HMAC_KEY)
		.map(ConfigurationPropertyName::of)
		.toList();

	private SecretProperties() {
	}

	/**
	 * Returns the value of a property, which may be of any type and invalid.
	 * @param property the property
	 * @return the value, with anything secret hidden
	 */
	static String shown(ConfigurationProperty property) {
		ConfigurationPropertyName name = property.getName();
		boolean secret = SECRETS.stream().anyMatch((secrets) -> secrets.equals(name) || secrets.isAncestorOf(name));
		return (secret) ? UrlSecrets.HIDDEN : UrlSecrets.hide(String.valueOf(property.getValue()));
	}

}
