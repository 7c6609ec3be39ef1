package dev.telemetry.autoconfigure.viewer;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.telemetry.autoconfigure.property.PropertyNames;
import dev.telemetry.autoconfigure.property.PropertyRejections;
import dev.telemetry.autoconfigure.property.UrlSecrets;

/**
 * The checked properties of the viewer.
 *
 * @param maxBytes how much memory everything may take
 * @param all whether to hold traces that are not kept
 * @param remote whether requests from other machines are answered
 * @param peers addresses of viewers of other services
 * @param peerHeaders headers of each request to these
 */
record ViewerSettings(long maxBytes, boolean all, boolean remote, List<URI> peers, Map<String, String> peerHeaders) {

	private static final String PEERS = PropertyNames.VIEWER + ".peers";

	private static final String URL = "a list of URLs with http or https and without user info, query and fragment,"
			+ " such as http://localhost:8081/actuator/traces";

	private static final long MEGABYTE = 1024L * 1024;

	private static final long MOST_BYTES = 1024 * MEGABYTE;

	static ViewerSettings of(TelemetryViewerProperties properties, PropertyRejections rejections) {
		long bytes = properties.getMaxBytes().toBytes();
		if (bytes < MEGABYTE || bytes > MOST_BYTES) {
			throw rejections.reject(PropertyNames.VIEWER + ".max-bytes", "a size from 1MB to 1GB, such as 16MB");
		}
		return new ViewerSettings(bytes, properties.getCapture() == TelemetryViewerProperties.Capture.ALL,
				properties.isRemote(), peers(properties, rejections), peerHeaders(properties, rejections));
	}

	private static List<URI> peers(TelemetryViewerProperties properties, PropertyRejections rejections) {
		List<URI> peers = new ArrayList<>();
		for (String peer : properties.getPeers()) {
			URI url = url(peer);
			if (url == null) {
				throw rejections.rejectSecret(PEERS, UrlSecrets.hide(peer), URL);
			}
			peers.add(url);
		}
		return peers;
	}

	private static Map<String, String> peerHeaders(TelemetryViewerProperties properties,
			PropertyRejections rejections) {
		HttpRequest.Builder request = HttpRequest.newBuilder();
		properties.getPeerHeaders().forEach((name, value) -> {
			try {
				request.setHeader(name, value);
			}
			catch (IllegalArgumentException ex) {
				throw rejections.rejectSecret(PropertyNames.VIEWER_PEER_HEADERS, UrlSecrets.HIDDEN,
						"a map of headers that can be sent, and '" + name + "' is not");
			}
		});
		return Map.copyOf(properties.getPeerHeaders());
	}

	private static @Nullable URI url(String text) {
		try {
			URI url = URI.create(text.strip().replaceAll("/+$", ""));
			boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
			return (http && url.getHost() != null && url.getRawUserInfo() == null && url.getRawQuery() == null
					&& url.getRawFragment() == null) ? url : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
