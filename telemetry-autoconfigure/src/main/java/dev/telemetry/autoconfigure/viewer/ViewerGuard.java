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
 * Tells whether a request comes from this machine: from a loopback address, for a host
 * that is one, through no proxy and not for a page from elsewhere. The host matters
 * because a page of anybody may let its own name lead here, the origin because the
 * application may let pages of all sites read what endpoints answer. Immutable.
 *
 * @param open whether all requests are answered
 */
record ViewerGuard(boolean open) {

	static final String REFUSAL = "Traces are only shown to requests from this machine, for localhost and through no"
			+ " proxy. Add Spring Security, or set telemetry.viewer.remote=true to show them to everybody who can reach"
			+ " this port.\n";

	// Whoever adds one of these stands between. What they say is not believed.
	private static final List<String> PROXY_HEADERS = List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
			"X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-IP", "Via", "CF-Connecting-IP",
			"True-Client-IP");

	private static final Pattern WITH_PORT = Pattern.compile("([^:\\[\\]]+|\\[[^\\]]*])(?::\\d*)?");

	private static final Pattern LOOPBACK_V4 = Pattern.compile("127(\\.\\d{1,3}){3}");

	/**
	 * Returns whether a request is answered.
	 * @param addresses both ends of the connection: a container may believe a proxy about
	 * the peer, but not about its own end. A Unix domain socket may have none, and is
	 * what proxies use
	 * @param server host that is asked for, by the target of the request
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
			// In brackets, as Jetty has it anyway, what is no address of version 6 is
			// refused and not looked up.
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
