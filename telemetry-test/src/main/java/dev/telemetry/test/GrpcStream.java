package dev.telemetry.test;

import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelPromise;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Headers;

/**
 * The HTTP/2 stream of one call, for answers that gRPC itself would not send: in parts,
 * or not to the end. Whatever fails, the client is gone.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's futures report to listeners.
final class GrpcStream {

	private static final int PREFIX_BYTES = 5;

	private static final long DRIP_MILLIS = 20;

	private final ChannelHandlerContext context;

	private final Http2ConnectionHandler handler;

	private final int id;

	private GrpcStream(ChannelHandlerContext context) {
		this.context = context;
		this.handler = (Http2ConnectionHandler) context.handler();
		this.id = this.handler.connection().remote().lastStreamCreated();
	}

	/**
	 * Finds the stream of a call that begins, on the thread that says so.
	 * @param channel the connection
	 * @return the stream
	 */
	static GrpcStream last(Channel channel) {
		return new GrpcStream(channel.pipeline().context(Http2ConnectionHandler.class));
	}

	void drip(LargeAnswer answer) {
		begin(answer, () -> dripOn(answer));
	}

	private void dripOn(LargeAnswer answer) {
		this.context.executor()
			.schedule(() -> write(answer.next(1), () -> dripOn(answer)), DRIP_MILLIS, TimeUnit.MILLISECONDS);
	}

	void sendHalf(LargeAnswer answer, Runnable then) {
		begin(answer, () -> write(answer.next((int) answer.size() / 2), then));
	}

	void sendAll(LargeAnswer answer) {
		begin(answer, () -> sendRest(answer));
	}

	private void sendRest(LargeAnswer answer) {
		byte[] part = answer.next();
		if (part.length > 0) {
			write(part, () -> sendRest(answer));
		}
		else {
			writeHeaders(new DefaultHttp2Headers().add("grpc-status", "0"), true);
			this.handler.flush(this.context);
		}
	}

	private void begin(LargeAnswer answer, Runnable then) {
		this.context.executor().execute(() -> {
			writeHeaders(new DefaultHttp2Headers().status("200").add("content-type", "application/grpc"), false);
			byte[] prefix = ByteBuffer.allocate(PREFIX_BYTES).put((byte) 0).putInt((int) answer.size()).array();
			write(prefix, then);
		});
	}

	private void writeHeaders(Http2Headers headers, boolean last) {
		this.handler.encoder().writeHeaders(this.context, this.id, headers, 0, last, this.context.newPromise());
	}

	private void write(byte[] bytes, Runnable then) {
		ChannelPromise written = this.context.newPromise();
		written.addListener((future) -> {
			if (future.isSuccess()) {
				// Not from here, which may be deep inside of the write before.
				this.context.executor().execute(then);
			}
		});
		this.handler.encoder().writeData(this.context, this.id, Unpooled.wrappedBuffer(bytes), 0, false, written);
		this.handler.flush(this.context);
	}

}
