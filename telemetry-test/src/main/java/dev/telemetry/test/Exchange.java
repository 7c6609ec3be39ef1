package dev.telemetry.test;

/**
 * One request that waits for its answer.
 *
 * @param request what was asked
 * @param reply the way back
 * @param ledger where accepted records are written down
 */
record Exchange(ReceivedRequest request, Reply reply, Ledger ledger) {

	/**
	 * Accepts the records but for the last {@code rejected}. They are written down first,
	 * so that a client that has its answer finds them there.
	 * @param rejected how many records to reject
	 * @param message the reason, or empty
	 */
	void accept(long rejected, String message) {
		this.ledger.accepted(this.request, rejected);
		this.reply.accept(rejected, message);
	}

}
