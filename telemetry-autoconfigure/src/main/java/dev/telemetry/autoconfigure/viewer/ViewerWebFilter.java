package dev.telemetry.autoconfigure.viewer;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Refuses requests that do not come from this machine, and sets the security headers of
 * answers. Matches paths like the endpoint.
 */
final class ViewerWebFilter implements WebFilter {

	private final PathPattern pattern;

	private final ViewerGuard guard;

	private final ViewerPage page;

	ViewerWebFilter(ViewerPath path, ViewerGuard guard, ViewerPage page) {
		this.pattern = PathPatternParser.defaultInstance.parse(path.pattern());
		this.guard = guard;
		this.page = page;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (!this.pattern.matches(request.getPath().pathWithinApplication())) {
			return chain.filter(exchange);
		}
		ServerHttpResponse response = exchange.getResponse();
		Map<String, String> headers = ViewerHeaders.of(this.page, request.getPath().value());
		response.beforeCommit(() -> Mono.fromRunnable(() -> headers.forEach(response.getHeaders()::set)));
		return (isAnswered(request)) ? chain.filter(exchange) : refuse(response);
	}

	private boolean isAnswered(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		String host = request.getURI().getHost();
		return this.guard.answers(List.of(address(request.getRemoteAddress()), address(request.getLocalAddress())),
				(host != null) ? host : "", headers::getFirst);
	}

	private static String address(@Nullable InetSocketAddress address) {
		return (address == null || address.isUnresolved()) ? "" : address.getAddress().getHostAddress();
	}

	private static Mono<Void> refuse(ServerHttpResponse response) {
		response.setStatusCode(HttpStatus.FORBIDDEN);
		response.getHeaders().setContentType(MediaType.TEXT_PLAIN);
		byte[] refusal = ViewerGuard.REFUSAL.getBytes(StandardCharsets.US_ASCII);
		return response.writeWith(Mono.just(response.bufferFactory().wrap(refusal)));
	}

}
