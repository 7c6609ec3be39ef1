package dev.telemetry.autoconfigure.client;

import java.net.URI;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What services are called: as it is configured for their host, else by their host.
 * Immutable.
 */
final class ServiceNames {

	private static final String UNKNOWN = "unknown";

	private final Map<String, String> byHost;

	ServiceNames(Map<String, String> byHost) {
		this.byHost = Map.copyOf(byHost);
	}

	String of(URI uri) {
		String host = uri.getHost();
		if (host == null) {
			return UNKNOWN;
		}
		if (this.byHost.isEmpty()) {
			return host;
		}
		@Nullable String ofPort = (uri.getPort() != -1) ? this.byHost.get(host + ":" + uri.getPort()) : null;
		return (ofPort != null) ? ofPort : this.byHost.getOrDefault(host.toLowerCase(Locale.ROOT), host);
	}

}
