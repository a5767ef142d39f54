package io.jenkins.plugins.codedeploy.simulator.iam;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** An IP address or a range in CIDR notation, of IPv4 or IPv6. */
final class AddressRange {
    private final byte[] network;
    private final int bits;

    /** @throws IllegalArgumentException for anything else */
    AddressRange(String written) {
        String[] parts = written.split("/", 2);
        network = address(parts[0]);
        bits = parts.length == 2 ? Integer.parseInt(parts[1]) : network.length * Byte.SIZE;
        if (bits < 0 || bits > network.length * Byte.SIZE) {
            throw new IllegalArgumentException("Invalid IP address range: " + written);
        }
    }

    private static byte[] address(String literal) {
        if (!literal.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new IllegalArgumentException("Invalid IP address: " + literal);
        }
        try {
            // A literal: no name is looked up.
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("Invalid IP address: " + literal, e);
        }
    }

    /** Nothing that is no address is in a range. */
    boolean contains(String literal) {
        byte[] address;
        try {
            address = address(literal);
        } catch (IllegalArgumentException e) {
            return false;
        }
        int ignored = network.length * Byte.SIZE - bits;
        return address.length == network.length
                && new BigInteger(1, address)
                        .shiftRight(ignored)
                        .equals(new BigInteger(1, network).shiftRight(ignored));
    }
}
