package dev.telemetry.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.SingleThreadIoEventLoop;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.protobuf.ProtoUtils;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;

/**
 * OTLP/gRPC on the shaded Netty server, all on one thread. Nothing else loads the classes
 * of gRPC, which is an optional dependency.
 */
final class GrpcTransport implements Transport {

	private static final int MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

	// A bare loop, since the end of a group of loops starts a thread that is no daemon.
	private final EventLoop eventLoop = new SingleThreadIoEventLoop(null, new DaemonThreads("otlp-receiver-grpc"),
			NioIoHandler.newFactory());

	private final GrpcConnections connections = new GrpcConnections();

	private final Server server;

	GrpcTransport(Intake intake) {
		// Written against the call instead of the stub, since the headers are wanted too.
		ServerServiceDefinition traces = ServerServiceDefinition.builder(TraceServiceGrpc.SERVICE_NAME)
			.addMethod(TraceServiceGrpc.getExportMethod(),
					new GrpcCallHandler<ExportTraceServiceRequest>(intake, this.connections,
							(path, metadata, message) -> new ReceivedRequest(path, metadata,
									SpanDecoder.decode(message), List.of())))
			.build();
		ServerServiceDefinition logs = ServerServiceDefinition.builder(LogsServiceGrpc.SERVICE_NAME)
			.addMethod(exportLogs(),
					new GrpcCallHandler<ExportLogsServiceRequest>(intake, this.connections,
							(path, metadata, message) -> new ReceivedRequest(path, metadata, List.of(),
									LogDecoder.decode(message))))
			.build();
		this.server = NettyServerBuilder.forAddress(Transport.freeLoopbackAddress())
			.bossEventLoopGroup(this.eventLoop)
			.workerEventLoopGroup(this.eventLoop)
			.channelFactory(this.connections::newServerChannel)
			.maxInboundMessageSize(MAX_MESSAGE_BYTES)
			.directExecutor()
			.addService(traces)
			.addService(logs)
			.build();
		try {
			this.server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// Both answers are the same on the wire.
	private static MethodDescriptor<ExportLogsServiceRequest, ExportTraceServiceResponse> exportLogs() {
		return LogsServiceGrpc.getExportMethod()
			.toBuilder(ProtoUtils.marshaller(ExportLogsServiceRequest.getDefaultInstance()),
					ProtoUtils.marshaller(ExportTraceServiceResponse.getDefaultInstance()))
			.setSchemaDescriptor(null)
			.build();
	}

	@Override
	public int port() {
		return this.server.getPort();
	}

	@Override
	public void close() {
		this.server.shutdownNow();
		this.eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(1, TimeUnit.SECONDS);
	}

}
