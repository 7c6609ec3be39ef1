package dev.telemetry.test;

import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a gRPC server by the client's address. gRPC itself lets a call
 * end its stream, but not its connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's futures report to listeners, and
												// nothing waits here.
final class GrpcConnections {

	private final Map<SocketAddress, Channel> open = new ConcurrentHashMap<>();

	ServerChannel newServerChannel() {
		return new TrackedServerChannel(this);
	}

	@Nullable Channel of(@Nullable SocketAddress client) {
		return (client != null) ? this.open.get(client) : null;
	}

	void close(@Nullable SocketAddress client) {
		Channel channel = of(client);
		ChannelHandlerContext head = (channel != null) ? channel.pipeline().firstContext() : null;
		if (head != null) {
			// Not from the tail of the pipeline: HTTP/2 would wait for open streams.
			head.close();
		}
	}

	private void add(Channel channel) {
		SocketAddress client = channel.remoteAddress();
		this.open.put(client, channel);
		channel.closeFuture().addListener((closed) -> this.open.remove(client, channel));
	}

	/**
	 * Notes each connection as it is accepted.
	 */
	private static final class TrackedServerChannel extends NioServerSocketChannel {

		private final GrpcConnections connections;

		TrackedServerChannel(GrpcConnections connections) {
			this.connections = connections;
		}

		@Override
		protected int doReadMessages(List<Object> accepted) throws Exception {
			int count = super.doReadMessages(accepted);
			for (Object message : accepted.subList(accepted.size() - Math.max(0, count), accepted.size())) {
				this.connections.add((Channel) message);
			}
			return count;
		}

	}

}
