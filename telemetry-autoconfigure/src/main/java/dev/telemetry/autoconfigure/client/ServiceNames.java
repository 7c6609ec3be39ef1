package dev.telemetry.autoconfigure.client;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What services are called: as it is configured for their host, else by their host.
 * Immutable.
 */
final class ServiceNames {

	static final String UNKNOWN = "unknown";

	private final Map<String, String> byHost;

	ServiceNames(Map<String, String> byHost) {
		Map<String, String> names = new HashMap<>();
		byHost.forEach((host, name) -> names.put(host.toLowerCase(Locale.ROOT), name));
		this.byHost = Map.copyOf(names);
	}

	String of(URI uri) {
		String authority = CalledUrl.authority(uri);
		return ofAuthority((authority != null) ? authority.toLowerCase(Locale.ROOT) : null);
	}

	/**
	 * The name of a service.
	 * @param authority its host, or host and port, in lower case
	 */
	String ofAuthority(@Nullable String authority) {
		if (authority == null) {
			return UNKNOWN;
		}
		String host = CalledUrl.host(authority);
		boolean hasPort = host.length() < authority.length();
		@Nullable String ofPort = (hasPort) ? this.byHost.get(authority) : null;
		return (ofPort != null) ? ofPort : this.byHost.getOrDefault(host, host);
	}

}
