package dev.telemetry.autoconfigure.viewer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Checks whether a request comes from this machine: from a loopback address, for a
 * loopback host, not through a proxy, and not from a page of another site. The host is
 * checked because any site may resolve its own name to this machine. The origin is
 * checked because the application may allow pages of all sites to read the answers of
 * endpoints. Immutable.
 *
 * @param open whether all requests are answered
 */
record ViewerGuard(boolean open) {

	static final String REFUSAL = "Traces are only shown to requests from this machine, for localhost and through no"
			+ " proxy. Add Spring Security, or set telemetry.viewer.remote=true to show them to everybody who can reach"
			+ " this port.\n";

	// A request with one of these headers has passed a proxy. Their values are
	// not trusted.
	private static final List<String> PROXY_HEADERS = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
			"X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-IP", "Via", "CF-Connecting-IP",
			"True-Client-IP");

	private static final Pattern WITH_PORT = Pattern.compile("([^:\\[\\]]+|\\[[^\\]]*])(?::\\d*)?");

	private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");

	/**
	 * Returns whether a request is answered.
	 * @param addresses both addresses of the connection: a container may take the address
	 * of the peer from a proxy, but not its own; a Unix domain socket, which proxies use,
	 * may have no addresses
	 * @param server the requested host, by the target of the request
	 * @param headers finds the first value of a header
	 */
	boolean answers(List<@Nullable String> addresses, @Nullable String server,
			Function<String, @Nullable String> headers) {
		if (this.open) {
			return true;
		}
		for (String header : PROXY_HEADERS) {
			if (headers.apply(header) != null) {
				return false;
			}
		}
		String host = headers.apply("Host");
		String origin = headers.apply("Origin");
		return addresses.stream().allMatch(ViewerGuard::isLoopbackAddress) && isLoopbackHost(server)
				&& (host == null || isLoopbackHost(host)) && (origin == null || isLoopbackHost(hostOf(origin)));
	}

	private static boolean isLoopbackAddress(@Nullable String address) {
		if (address == null) {
			return false;
		}
		if (LOOPBACK_V4.matcher(address).matches()) {
			return true;
		}
		try {
			// In brackets, which Jetty adds anyway, a text that is not an IPv6 address is
			// refused and not resolved by DNS.
			return InetAddress.getByName((address.startsWith("[")) ? address : "[" + address + "]").isLoopbackAddress();
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static boolean isLoopbackHost(@Nullable String named) {
		if (named == null) {
			return false;
		}
		String host = withoutPort(named.strip().toLowerCase(Locale.ROOT));
		return host.equals("localhost") || host.endsWith(".localhost") || host.equals("[::1]") || host.equals("::1")
				|| LOOPBACK_V4.matcher(host).matches();
	}

	private static String hostOf(String origin) {
		int scheme = origin.indexOf("://");
		return (scheme < 0) ? origin : origin.substring(scheme + 3);
	}

	private static String withoutPort(String host) {
		Matcher matcher = WITH_PORT.matcher(host);
		return (matcher.matches()) ? matcher.group(1) : host;
	}

}
