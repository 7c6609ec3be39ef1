package dev.telemetry.autoconfigure.client;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.telemetry.request.UrlAuthority;

/**
 * Names of services: the configured name for their host, or else the host. Immutable.
 */
final class ServiceNames {

	static final String UNKNOWN = "unknown";

	private final Map<String, String> byHost;

	ServiceNames(Map<String, String> byHost) {
		Map<String, String> names = new HashMap<>();
		for (Map.Entry<String, String> service : byHost.entrySet()) {
			names.put(service.getKey().toLowerCase(Locale.ROOT), service.getValue());
		}
		this.byHost = Map.copyOf(names);
	}

	/**
	 * Returns whether a key is valid: a host, or host and port.
	 */
	static boolean isHost(String key) {
		return key.chars().noneMatch((character) -> "/@?# ".indexOf(character) != -1);
	}

	String of(URI uri) {
		UrlAuthority authority = UrlAuthority.of(uri);
		return of(authority, ":" + authority.port(uri.getScheme()));
	}

	/**
	 * Returns the name of a service.
	 * @param authority host of the service, or host and port
	 */
	String ofAuthority(@Nullable String authority) {
		return (authority != null) ? of(new UrlAuthority(authority), "") : UNKNOWN;
	}

	// A URL need not contain the default port of its scheme.
	private String of(UrlAuthority called, String port) {
		String authority = called.text().toLowerCase(Locale.ROOT);
		String host = new UrlAuthority(authority).host();
		if (host == null) {
			return UNKNOWN;
		}
		boolean hasPort = host.length() < authority.length();
		@Nullable String ofPort = this.byHost.get((hasPort) ? authority : host + port);
		return (ofPort != null) ? ofPort : this.byHost.getOrDefault(host, host);
	}

}
