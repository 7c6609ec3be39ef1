package dev.telemetry.export;

/**
 * The faults of a backend over gRPC.
 */
class GrpcFaultMatrixTests extends FaultMatrixContract {

	GrpcFaultMatrixTests() {
		super(OtlpProtocol.GRPC);
	}

}
