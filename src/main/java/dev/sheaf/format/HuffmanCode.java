package dev.sheaf.format;

import java.util.Arrays;

/// A canonical Huffman code made from frequencies, with a longest code length (RFC 1951, sections 3.2.1 and 3.2.2).
///
/// Count into `frequencies`, then [#build()]. `codes` holds for each symbol its bits, reversed as they are sent,
/// above four bits with their number; 0 for a symbol that has no code. At least two symbols get one, so that every
/// code is complete, as some inflaters insist. Made once and built many times without garbage; not thread safe.
final class HuffmanCode {

    final int[] frequencies;
    final int[] codes;
    final byte[] lengths;
    private final int longest;
    private final long[] order;
    private final int[] tree;
    private final int[] lengthCounts;

    HuffmanCode(int symbols, int longest) {
        this.longest = longest;
        frequencies = new int[symbols];
        codes = new int[symbols];
        lengths = new byte[symbols];
        order = new long[symbols];
        tree = new int[symbols];
        lengthCounts = new int[longest + 1];
    }

    void build() {
        int used = sort();
        for (int symbol = 0; used < 2; symbol++) {
            if (frequencies[symbol] == 0) {
                frequencies[symbol] = 1;
                used = sort();
            }
        }
        depths(used);
        limit(used);
        assign();
    }

    /// How many bits the counted symbols take.
    long cost() {
        long bits = 0;
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            bits += (long) frequencies[symbol] * lengths[symbol];
        }
        return bits;
    }

    /// Takes lengths that are given, as those of the fixed codes.
    static HuffmanCode of(byte[] lengths, int longest) {
        HuffmanCode code = new HuffmanCode(lengths.length, longest);
        System.arraycopy(lengths, 0, code.lengths, 0, lengths.length);
        for (byte length : lengths) {
            code.lengthCounts[length]++;
        }
        code.lengthCounts[0] = 0;
        code.number();
        return code;
    }

    private int sort() {
        int used = 0;
        for (int symbol = 0; symbol < frequencies.length; symbol++) {
            if (frequencies[symbol] > 0) {
                order[used++] = (long) frequencies[symbol] << 16 | symbol;
            }
        }
        Arrays.sort(order, 0, used);
        return used;
    }

    /// Leaves in `tree` the depth of each leaf, deepest first, by the in-place method of Moffat and Katajainen.
    private void depths(int used) {
        for (int leaf = 0; leaf < used; leaf++) {
            tree[leaf] = (int) (order[leaf] >>> 16);
        }
        pairUp(used);
        tree[used - 2] = 0;
        for (int node = used - 3; node >= 0; node--) {
            tree[node] = tree[tree[node]] + 1;
        }
        int available = 1;
        int depth = 0;
        int node = used - 2;
        int leaf = used - 1;
        while (available > 0) {
            int inner = 0;
            while (node >= 0 && tree[node] == depth) {
                inner++;
                node--;
            }
            for (; available > inner; available--) {
                tree[leaf--] = depth;
            }
            available = 2 * inner;
            depth++;
        }
    }

    /// Joins the two lightest nodes again and again; an inner node then holds the index of its parent.
    private void pairUp(int used) {
        tree[0] += tree[1];
        int node = 0;
        int leaf = 2;
        for (int next = 1; next < used - 1; next++) {
            if (leaf >= used || tree[node] < tree[leaf]) {
                tree[next] = tree[node];
                tree[node++] = next;
            } else {
                tree[next] = tree[leaf++];
            }
            if (leaf >= used || (node < next && tree[node] < tree[leaf])) {
                tree[next] += tree[node];
                tree[node++] = next;
            } else {
                tree[next] += tree[leaf++];
            }
        }
    }

    /// Cuts codes that are too long and lengthens others until the code is complete again (Kraft's equality).
    private void limit(int used) {
        Arrays.fill(lengthCounts, 0);
        for (int leaf = 0; leaf < used; leaf++) {
            lengthCounts[Math.min(tree[leaf], longest)]++;
        }
        int total = 0;
        for (int length = 1; length <= longest; length++) {
            total += lengthCounts[length] << (longest - length);
        }
        for (; total > 1 << longest; total--) {
            lengthCounts[longest]--;
            int length = longest - 1;
            while (lengthCounts[length] == 0) {
                length--;
            }
            lengthCounts[length]--;
            lengthCounts[length + 1] += 2;
        }
    }

    private void assign() {
        Arrays.fill(lengths, (byte) 0);
        int leaf = 0;
        for (int length = longest; length > 0; length--) {
            for (int left = lengthCounts[length]; left > 0; left--) {
                lengths[(int) (order[leaf++] & 0xFFFF)] = (byte) length;
            }
        }
        number();
    }

    private void number() {
        int[] next = tree;
        int code = 0;
        int previous = 0;
        for (int length = 1; length <= longest; length++) {
            code = (code + previous) << 1;
            previous = lengthCounts[length];
            next[length] = code;
        }
        for (int symbol = 0; symbol < lengths.length; symbol++) {
            int length = lengths[symbol];
            codes[symbol] = length == 0 ? 0 : Integer.reverse(next[length]++) >>> (32 - length) << 4 | length;
        }
    }
}
