package dev.telemetry.autoconfigure.client;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.telemetry.request.UrlAuthority;

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
		return of(UrlAuthority.of(uri));
	}

	/**
	 * The name of a service.
	 * @param authority its host, or host and port
	 */
	String ofAuthority(@Nullable String authority) {
		return (authority != null) ? of(new UrlAuthority(authority)) : UNKNOWN;
	}

	private String of(UrlAuthority called) {
		String authority = called.text().toLowerCase(Locale.ROOT);
		String host = new UrlAuthority(authority).host();
		if (host == null) {
			return UNKNOWN;
		}
		boolean hasPort = host.length() < authority.length();
		@Nullable String ofPort = (hasPort) ? this.byHost.get(authority) : null;
		return (ofPort != null) ? ofPort : this.byHost.getOrDefault(host, host);
	}

}
